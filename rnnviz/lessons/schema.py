"""The schema of a lesson's file, and sentences that say where one breaks it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    JsonValue,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from rnnviz.document import (
    MAX_ANSWER,
    MAX_ANSWERS,
    MAX_LESSON_NAME,
    MAX_TITLE,
    Count,
    NetworkData,
    Row,
    Rows,
    sentence,
)
from rnnviz.thumbnail import Thumbnail

MAX_PROSE: Final = 4_000  # characters
MAX_ITEMS: Final = 12

Text = Annotated[str, Field(min_length=1, max_length=MAX_PROSE)]
Short = Annotated[str, Field(min_length=1, max_length=MAX_ANSWER // 4)]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class SetUp(_Record):
    """What is shown when a part begins; what is not said is as of the preset or the part before."""

    preset: str | None = None
    network: NetworkData | None = None
    weights: dict[str, Rows | Row] | None = None  # parameters that differ from the preset's
    sequence: Row | Rows | None = None
    labels: list[str] | None = None
    initial_state: Row | None = None
    title: Annotated[str, Field(max_length=MAX_TITLE)] | None = None
    step: Count | None = None
    unit: Count | None = None
    output: Count | None = None
    knob: str | None = None
    value: FiniteFloat | None = None
    folded: bool | None = None
    memory: dict[str, JsonValue] | None = None
    dynamics: dict[str, JsonValue] | None = None


class QuantityData(BaseModel):
    """An oracle with its arguments; a bare number stands for itself."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    oracle: str
    on: SetUp | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the oracle is given besides the experiment."""
        return dict(self.__pydantic_extra__)


def _as_quantity(given: object) -> object:
    if isinstance(given, bool | int | float):
        return {"oracle": "constant", "number": float(given)}
    if not isinstance(given, dict | QuantityData):
        raise PydanticCustomError("quantity", "expected a number, or an oracle and its arguments")
    return given


AQuantity = Annotated[QuantityData, BeforeValidator(_as_quantity)]
Tolerance = Annotated[FiniteFloat, Field(ge=0)]


class ConditionData(_Record):
    """A quantity and its bounds."""

    value: AQuantity
    equals: FiniteFloat | bool | None = None
    at_least: FiniteFloat | None = None
    at_most: FiniteFloat | None = None
    above: FiniteFloat | None = None
    below: FiniteFloat | None = None


class WrongNumber(_Record):
    """A wrong number that was foreseen."""

    value: AQuantity
    message: Text


class WrongNumbers(_Record):
    """Wrong numbers that were foreseen, one for each box; "any" fits every number."""

    values: list[Literal["any"] | AQuantity]
    message: Text


class WrongOrder(_Record):
    """A wrong order that was foreseen, as positions in the list of items."""

    order: list[Count]
    message: Text


class WrongState(_Record):
    """What the network does under a wrong answer that was foreseen."""

    when: Annotated[list[ConditionData], Field(min_length=1)]
    message: Text


class OptionData(_Record):
    """One answer to choose, what it claims, and what is said to it."""

    text: Short
    value: AQuantity
    message: Text


class ItemData(_Record):
    """One item to put in order, and the quantity that places it."""

    text: Annotated[Short, Field(pattern="^[^;]*$")]
    value: AQuantity


class BoxData(_Record):
    """One of several numbers that are asked for."""

    label: Short
    right: AQuantity


class _AnswerData(_Record):
    if_right: Text | None = None
    otherwise: Text | None = None


class NumberData(_AnswerData):
    """One number."""

    kind: Literal["number"]
    right: AQuantity
    tolerance: Tolerance
    unit: Annotated[str, Field(max_length=40)] = ""
    wrong: list[WrongNumber] = []


class NumbersData(_AnswerData):
    """A number in each of several boxes."""

    kind: Literal["numbers"]
    boxes: Annotated[list[BoxData], Field(min_length=2, max_length=MAX_ITEMS)]
    tolerance: Tolerance
    wrong: list[WrongNumbers] = []


class ChoiceData(_AnswerData):
    """One of several options."""

    kind: Literal["choice"]
    right: AQuantity
    options: Annotated[list[OptionData], Field(min_length=2, max_length=MAX_ITEMS)]


class OrderData(_AnswerData):
    """Items to put in order."""

    kind: Literal["order"]
    items: Annotated[list[ItemData], Field(min_length=2, max_length=MAX_ITEMS)]
    first: Literal["largest", "smallest"] = "largest"
    wrong: list[WrongOrder] = []


class StringData(_AnswerData):
    """A string for the network."""

    kind: Literal["string"]
    symbols: Annotated[dict[Annotated[str, Field(min_length=1, max_length=1)], Row],
                       Field(min_length=1)]  # fmt: skip
    right: Annotated[list[ConditionData], Field(min_length=1)]
    wrong: list[WrongState] = []


class KnobAnswerData(_AnswerData):
    """A knob to turn."""

    kind: Literal["knob"]
    right: Annotated[list[ConditionData], Field(min_length=1)]
    wrong: list[WrongState] = []


AnswerData = Annotated[
    NumberData | NumbersData | ChoiceData | OrderData | StringData | KnobAnswerData,
    Field(discriminator="kind"),
]
PICTURES: Final = ("graph", "curve", "portrait")
KINDS: Final = ("number", "numbers", "choice", "order", "string", "knob")


class PartData(_Record):
    """A text, what is shown beside it, and a question."""

    text: Text
    setup: SetUp = SetUp()
    # Steps from this one on would give the answer away: they come when it is right, or asked for.
    covered_from: Annotated[int, Field(ge=1)] | None = None
    prompt: Text
    answer: AnswerData
    reveal: Text
    more: Text | None = None


class PictureData(_Record):
    """The picture in the list of lessons, and the part from whose set-up it is drawn."""

    part: Count = 0
    shows: Thumbnail


def _as_picture(given: object) -> object:
    # In a file all of it is one table.
    if not isinstance(given, dict) or "shows" in given:
        return given
    shows = {name: value for name, value in given.items() if name != "part"}
    return {"shows": shows} | ({"part": given["part"]} if "part" in given else {})


class LessonData(_Record):
    """One lesson."""

    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
    idea: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
    next: Annotated[str, Field(max_length=MAX_LESSON_NAME)] | None = None
    picture: Annotated[PictureData, BeforeValidator(_as_picture)] | None = None
    parts: Annotated[list[PartData], Field(min_length=1, max_length=MAX_ANSWERS)]


def check(model: type[BaseModel], data: object) -> Any:
    """Return a file's data as a validated `model`.

    Raises:
        ValueError: they do not fit; the sentence names the place.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        is_picture = first["loc"][:1] == ("picture",)
        kinds = ", ".join(PICTURES if is_picture else KINDS)
        if first["type"] == "union_tag_invalid":
            first |= {"loc": (*first["loc"], "kind"), "input": first["input"]["kind"],
                      "msg": f"expected one of {kinds}"}  # fmt: skip
        elif first["type"] == "union_tag_not_found":
            first |= {"loc": (*first["loc"], "kind"), "type": "missing"}
        # Pydantic names the kind of an answer, or a picture, in the place, where the file has no
        # such table.
        first["loc"] = tuple(
            part
            for i, part in enumerate(first["loc"])
            if not (i and first["loc"][i - 1] == "answer" and part in KINDS)
            and not (is_picture and (part == "shows" or (i == 2 and part in PICTURES)))
        )
        raise ValueError(sentence(first)) from None
