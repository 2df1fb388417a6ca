"""How far a reader has come in a lesson: what is shown, what was answered, what is done."""

from __future__ import annotations

from rnnviz.document import LessonView
from rnnviz.experiment import Experiment
from rnnviz.lessons.answers import Verdict
from rnnviz.lessons.lesson import Lesson, Part, load, names


def begun(name: str, part: int = 0, before: LessonView | None = None) -> Experiment:
    """Return what is shown when a part of a lesson begins.

    Args:
        name: of the lesson.
        part: which of its parts, from 0.
        before: where the reader comes from: the answers of the same lesson, and what is done, stay.

    Raises:
        ValueError: there is no such lesson, or part.
    """
    lesson = load(name)
    if not 0 <= part < len(lesson.parts):
        raise ValueError(f"part is {part}: expected 0 to {len(lesson.parts) - 1} of {name}")
    view = LessonView() if before is None else before
    answers = view.answers if view.name == name else []
    changed = {"name": name, "part": part, "answers": answers}
    return lesson.parts[part].setup.look(lesson=view.model_dump() | changed)


def is_untouched(experiment: Experiment) -> bool:
    """Return whether a lesson is shown as everybody meets it, from its name alone."""
    try:
        return experiment.to_json() == begun(experiment.view.lesson.name).to_json()
    except ValueError:  # in no lesson, or its file is broken
        return False


def lesson_of(experiment: Experiment) -> tuple[Lesson, Part]:
    """Return the lesson that an experiment is in, and the part of it.

    Raises:
        ValueError: it is in none, or there is no such lesson or part.
    """
    view = experiment.view.lesson
    lesson = load(view.name)
    if view.part >= len(lesson.parts):
        raise ValueError(
            f"the lesson {view.name} has no part {view.part}: expected 0 to {len(lesson.parts) - 1}"
        )
    return lesson, lesson.parts[view.part]


def answer_of(experiment: Experiment) -> str:
    """Return the answer that was committed for the part that is shown; "" where none was."""
    view = experiment.view.lesson
    return view.answers[view.part] if view.part < len(view.answers) else ""


def verdict_of(experiment: Experiment) -> Verdict | None:
    """Return the verdict on the answer that was committed, or None where none was.

    One that cannot be read is none: the question was another when its link was made.

    Raises:
        ValueError: as `lesson_of`.
    """
    given = answer_of(experiment)
    return _verdict(lesson_of(experiment)[1], given, experiment) if given else None


def is_covered(experiment: Experiment) -> bool:
    """Return whether only the first steps are shown, since the rest would give the answer away.

    Raises:
        ValueError: as `lesson_of`.
    """
    _, part = lesson_of(experiment)
    return len(part.setup.x) < len(part.revealed.x) and len(experiment.x) == len(part.setup.x)


def revealed(experiment: Experiment) -> Experiment:
    """Return the experiment with all its steps.

    Raises:
        ValueError: as `lesson_of`.
    """
    if not is_covered(experiment):
        return experiment
    lesson = experiment.view.lesson.model_dump()
    return lesson_of(experiment)[1].revealed.look(lesson=lesson)


def committed(experiment: Experiment, given: str) -> Experiment:
    """Return the experiment with an answer committed for the part that is shown.

    A right one uncovers the steps that were covered. Where every part of the lesson is thereby
    answered rightly, the lesson is done.

    Raises:
        ValueError: the answer cannot be read.
    """
    lesson, part = lesson_of(experiment)
    verdict = part.answer.check(given, experiment)
    view = experiment.view.lesson
    if part.answer.kind == "string":  # then the network reads it
        experiment = part.answer.shown(given)
    elif verdict.is_right:
        experiment = revealed(experiment)
    answers = [*view.answers, *[""] * (view.part + 1 - len(view.answers))]
    answers[view.part] = given
    done = list(view.done)
    if lesson.name not in done and _all_right(lesson, answers, experiment):
        done.append(lesson.name)
    return experiment.look(lesson=view.model_dump() | {"answers": answers, "done": done})


def after(experiment: Experiment) -> tuple[str, int] | None:
    """Return the lesson and the part that come next, or None at the end of the course."""
    view = experiment.view.lesson
    lesson = load(view.name)
    if view.part + 1 < len(lesson.parts):
        return view.name, view.part + 1
    return None if lesson.next is None else (lesson.next, 0)


def before(experiment: Experiment) -> tuple[str, int] | None:
    """Return the lesson and the part that came before, or None at the beginning."""
    view = experiment.view.lesson
    if view.part > 0:
        return view.name, view.part - 1
    for name in reversed(names()[: names().index(view.name)]):
        try:
            return name, len(load(name).parts) - 1
        except ValueError:  # its file is broken
            continue
    return None


def _all_right(lesson: Lesson, answers: list[str], experiment: Experiment) -> bool:
    if len(answers) < len(lesson.parts) or not all(answers):
        return False
    return all(
        verdict is not None and verdict.is_right
        for part, given in zip(lesson.parts, answers, strict=False)
        for verdict in [_verdict(part, given, experiment)]
    )


def _verdict(part: Part, given: str, experiment: Experiment) -> Verdict | None:
    try:
        return part.answer.check(given, experiment)
    except ValueError:
        return None


def begun_anew(experiment: Experiment) -> Experiment:
    """Return the part that is shown as it began, without its answer.

    Raises:
        ValueError: as `lesson_of`.
    """
    view = experiment.view.lesson
    answers = ["" if part == view.part else given for part, given in enumerate(view.answers)]
    return begun(view.name, view.part, view.model_copy(update={"answers": answers}))


def shared(experiment: Experiment) -> Experiment:
    """Return the experiment for others: without answers, and with covered steps covered."""
    view = experiment.view.lesson
    others = experiment.look(lesson=view.model_dump() | {"answers": [], "done": []})
    if not view.name:
        return others
    try:
        _, part = lesson_of(experiment)
    except ValueError:
        return others
    return begun(view.name, view.part) if part.setup is not part.revealed else others


def with_done(experiment: Experiment, before: Experiment) -> Experiment:
    """Return another experiment in which the lessons that are done stay known."""
    view, done = experiment.view.lesson, before.view.lesson.done
    if view.done or not done:
        return experiment
    return experiment.look(lesson=view.model_dump() | {"done": done})


def closed(experiment: Experiment) -> Experiment:
    """Return the experiment in no lesson; what is done stays known."""
    view = experiment.view.lesson.model_dump()
    return experiment.look(lesson=view | {"name": "", "part": 0, "answers": []})
