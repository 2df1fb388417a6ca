"""The JSON form of an experiment: its schema, its limits, and sentences for what breaks them."""

from __future__ import annotations

import json
import operator
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    JsonValue,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, from_json

from rnnviz.validation import shown

VERSION: Final = 1

# The limits of what can be shown (the core itself has none).
MAX_HIDDEN: Final = 32
MAX_INPUTS: Final = 16
MAX_OUTPUTS: Final = 16
MAX_STEPS: Final = 200
MAX_RADIUS: Final = 100.0  # of random weights
MAX_TITLE: Final = 200
MAX_DESCRIPTION: Final = 2_000
MAX_NAME: Final = 100
MAX_PINNED: Final = 64
MAX_RATE: Final = 1e6  # of a step down the gradient
MAX_CHANGE: Final = 1e6  # of a nudge, and the size of an untied copy
MAX_GONE: Final = 60  # steps of a cloud of many starts
MAX_LESSON_NAME: Final = 40
MAX_ANSWERS: Final = 12
MAX_ANSWER: Final = 400  # characters
MAX_LESSONS_DONE: Final = 40
MAX_VIEW: Final = 100_000  # bytes of a view as JSON
MAX_VIEW_DEPTH: Final = 50
MAX_TEXT: Final = 1_000_000  # characters of a whole JSON text


def _plain(number: object) -> object:
    """Return a whole number of NumPy's as a plain one, anything else as it is."""
    is_whole = hasattr(number, "__index__") and not isinstance(number, bool)
    return operator.index(number) if is_whole else number  # type: ignore[arg-type]


def _depth(value: Any) -> int:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, items), default=0)


# fail_fast: a hostile list of a million wrong items is refused at its first.
Row = Annotated[list[FiniteFloat], Field(fail_fast=True)]
Rows = Annotated[list[Row], Field(fail_fast=True)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Names = Annotated[list[Name], Field(fail_fast=True)]
Change = Annotated[FiniteFloat, Field(ge=-MAX_CHANGE, le=MAX_CHANGE)]
Count = Annotated[int, BeforeValidator(_plain), Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class _Section(BaseModel):
    # What a later version adds to a view survives a round trip through this one.
    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)


class KnobData(_Record):
    """A knob as plain data (`Knob.to_dict`)."""

    kind: str
    parameter: str | None = None
    index: Annotated[list[Count], Field(fail_fast=True)] = []


class ExploreView(_Section):
    """What the Explore page shows beside the network itself."""

    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    pinned: Annotated[list[KnobData], Field(max_length=MAX_PINNED, fail_fast=True)] = []
    folded: bool = False
    opened: bool = False


class Nudge(_Record):
    """An input, or a unit's state, moved by an amount at one step."""

    of: Literal["input", "unit"] = "input"
    index: Count = 0
    step: Count = 0
    amount: Change = 0.0


class Untied(_Record):
    """A number whose copy at one step has a value of its own."""

    knob: KnobData
    step: Count
    value: Change


class MemoryView(_Section):
    """What the Memory page shows beside the network itself."""

    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    part: Literal["influence", "decay", "copies", "nudge", "untie", "cut"] = "influence"
    # Of what the influence is shown: the view's unit, or its output.
    of: Literal["unit", "output"] = "unit"
    past: Literal["inputs", "states"] = "inputs"
    relative: bool = False
    loss: Literal["squared_error", "cross_entropy"] = "squared_error"
    # Which steps have a loss, and what is wanted there: a row for each, or one for all.
    scored: Literal["last", "all"] | Annotated[list[Count], Field(fail_fast=True)] = "last"
    target: Rows = []
    rate: Annotated[FiniteFloat, Field(ge=0, le=MAX_RATE)] = 0.1
    window: Annotated[int, BeforeValidator(_plain), Field(ge=1, le=MAX_STEPS)] | None = None
    nudge: Nudge | None = None
    untied: Untied | None = None
    cut: Count | None = None


class DynamicsView(_Section):
    """What the Dynamics page shows beside the network itself."""

    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    part: Literal["portrait", "eigenvalues", "bifurcation", "summary", "starts"] = "portrait"
    # In which plane states are drawn: of two units, or of the first two principal components.
    plane: Literal["units", "components"] = "units"
    units: Annotated[list[Count], Field(min_length=2, max_length=2)] = [0, 1]
    basins: bool = False
    # Of which fixed point the eigenvalues are; None: of the cursor's state.
    point: Count | None = None
    # How many steps the cloud of many starts has gone.
    gone: Annotated[int, BeforeValidator(_plain), Field(ge=0, le=MAX_GONE)] = 0


LessonName = Annotated[str, Field(max_length=MAX_LESSON_NAME)]
GivenAnswer = Annotated[str, Field(max_length=MAX_ANSWER)]


class LessonView(_Section):
    """Which lesson is open, at which part, and what was answered."""

    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    name: LessonName = ""  # "": none
    part: Count = 0
    # The answer committed for each part, in order; "": none yet, so that its reveal is locked.
    answers: Annotated[list[GivenAnswer], Field(max_length=MAX_ANSWERS, fail_fast=True)] = []
    # The lessons of which every part was answered rightly, in order.
    done: Annotated[list[LessonName], Field(max_length=MAX_LESSONS_DONE, fail_fast=True)] = []


class View(_Section):
    """The step at the cursor, the selected unit and output, and a section for each page."""

    __pydantic_extra__: dict[str, dict[str, JsonValue]] = Field(init=False)

    step: Count = 0
    unit: Count = 0
    output: Count = 0
    explore: ExploreView = ExploreView()
    memory: MemoryView = MemoryView()
    dynamics: DynamicsView = DynamicsView()
    lesson: LessonView = LessonView()

    @model_validator(mode="after")
    def _check_size(self) -> View:
        try:
            data = self.model_dump()
            size = len(json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8"))
        except ValueError as error:  # infinite, too deep, or half of a surrogate pair
            raise ValueError(f"the view is no JSON: {error}") from None
        if size > MAX_VIEW:
            raise ValueError(f"the view has {size} bytes as JSON: expected at most {MAX_VIEW}")
        if _depth(data) > MAX_VIEW_DEPTH:
            raise ValueError(
                f"the view is nested {_depth(data)} deep: expected at most {MAX_VIEW_DEPTH}"
            )
        return self


class RandomWeights(_Record):
    """The arguments of `RNN.random`."""

    input_size: Annotated[int, Field(ge=1, le=MAX_INPUTS)]
    hidden_size: Annotated[int, Field(ge=1, le=MAX_HIDDEN)]
    output_size: Annotated[int, Field(ge=1, le=MAX_OUTPUTS)]
    spectral_radius: Annotated[FiniteFloat, Field(ge=0, le=MAX_RADIUS)] = 0.9
    activation: Literal["tanh", "relu", "linear"] = "tanh"
    output: Literal["identity", "sigmoid", "softmax"] = "identity"
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0


class Source(_Record):
    """What was loaded: a preset, random weights, or a preset that was given random weights."""

    preset: Name | None = None
    random: RandomWeights | None = None


class NetworkData(_Record):
    """The parameters of an RNN, row by row, and its activations."""

    W_xh: Rows
    W_hh: Rows
    W_hy: Rows
    b_h: Row
    b_y: Row
    activation: Literal["tanh", "relu", "linear"] = "tanh"
    output: Literal["identity", "sigmoid", "softmax"] = "identity"


class Document(_Record):
    """An experiment as JSON; `Experiment` checks what one field says of another."""

    version: Annotated[int, Field(ge=VERSION, le=VERSION)]  # a Literal would take True for 1
    cell: Literal["rnn"]
    title: Annotated[str, Field(max_length=MAX_TITLE)] = ""
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION)] = ""
    source: Source = Source()
    network: NetworkData
    x: Annotated[Rows, Field(min_length=1, max_length=MAX_STEPS)]
    initial_state: Row | None = None
    labels: Names | None = None
    input_names: Names | None = None
    output_names: Names | None = None
    knob: KnobData | None = None
    value: FiniteFloat | None = None
    view: View = View()


def check(model: type[BaseModel], data: object) -> Any:
    """Return `data` as a validated `model`.

    Raises:
        ValueError: it does not fit; the sentence names the field, quotes its
            value and says what was expected.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ValueError(sentence(error.errors(include_url=False)[0])) from None
    except RecursionError:
        raise ValueError("the data are nested too deeply to be an experiment") from None


def parse(text: str) -> dict[str, Any]:
    """Return the JSON object in a text.

    Raises:
        ValueError: it is too long, not JSON, or not an object.
    """
    if not isinstance(text, str):
        raise ValueError(f"the text is {shown(text)}: expected a string of JSON")
    if len(text) > MAX_TEXT:
        raise ValueError(f"the text has {len(text)} characters: expected at most {MAX_TEXT}")
    try:
        data = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError) as error:  # TypeError: not valid Unicode
        raise ValueError(f"the text {shown(text, 40)} is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError(f"the text is {shown(data)}: expected a JSON object")
    return data


def shortened(text: str) -> str:
    """Return the JSON of an experiment with the first steps only, as many as can be shown.

    Raises:
        ValueError: the text is no JSON, or holds no more steps than that.
    """
    data = parse(text)
    x = data.get("x")
    if not isinstance(x, list) or len(x) <= MAX_STEPS:
        raise ValueError(f"the text holds no more than {MAX_STEPS} steps: expected more")
    data["x"] = x[:MAX_STEPS]
    if isinstance(data.get("labels"), list):
        data["labels"] = data["labels"][:MAX_STEPS]
    return json.dumps(data)


def render(document: dict[str, Any]) -> str:
    """Return a document as JSON that people can read: a field a line, a row a line."""
    return _render(document, 0) + "\n"


def _render(value: Any, depth: int) -> str:
    pad = "\n" + " " * (depth + 1)
    end = "\n" + " " * depth
    if isinstance(value, dict) and value and depth < 2:
        items = (f"{json.dumps(k)}: {_render(v, depth + 1)}" for k, v in value.items())
        return "{" + pad + ("," + pad).join(items) + end + "}"
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "[" + pad + ("," + pad).join(_render(row, depth + 1) for row in value) + end + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def sentence(error: ErrorDetails) -> str:
    """Return what pydantic found as a sentence: the place, the value, and what was expected."""
    place = ""
    for part in error["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    place = place[:60] or "the data"
    if error["type"] == "extra_forbidden":
        return f"{place} is not a field of this version: expected it to be left out"
    if error["type"] == "value_error":  # raised in this file, and whole already
        return str(error["ctx"]["error"])
    if error["type"] == "missing":
        return f"{place} is missing: expected a value"
    if error["type"] == "too_long" and isinstance(error["input"], list):
        noun = "step" if place == "x" else "item"
        most = error["ctx"]["max_length"]
        return f"{place} holds {len(error['input'])} {noun}s: expected at most {most}"
    expected = error["msg"][:1].lower() + error["msg"][1:]
    return f"{place} is {shown(error['input'])}: {expected}"
