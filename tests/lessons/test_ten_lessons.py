"""The ten lessons: right answers worked out by hand, and a message for each wrong idea."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz import lessons
from rnnviz.alteration import changes_a_step, intervention_of
from rnnviz.lessons.action import apply
from rnnviz.lessons.prose import actions, plain

ORDER = [
    "one-cell", "fold-and-unroll", "shared", "state-is-not-output", "memory-fades",
    "memory-that-sticks", "the-state-computes", "a-sum-over-copies", "vanish-or-explode",
    "a-path-that-adds",
]  # fmt: skip

YES = "That is right"
RIGHT = [
    # 0.5 × 2.5; 2 × (2 + 0.5 × 1.25) − 1
    ("one-cell", 0, ["1.25", "1,25", "5/4", "1.245", "1.255"]),
    ("one-cell", 1, ["4.25", "4.245", "4.255", " 17/4 "]),
    # a circle a step; two weights and the loop's, two biases
    ("fold-and-unroll", 0, ["8; 5"]),
    ("fold-and-unroll", 1, ["0.5", "½", ".5"]),
    # 3×2 + 3×3 + 1×3 + 3 + 1
    ("shared", 0, ["22; 22"]),
    ("shared", 1, ["3"]),
    ("shared", 2, ["110"]),
    ("state-is-not-output", 0, ["No: they may remember different things."]),
    ("state-is-not-output", 1, ["0; 1; 0"]),
    ("memory-fades", 0, ["0.92588", "0.95", "1", "1.0"]),
    ("memory-fades", 1, ["0.25; 1", ".25;1", "0,25; 1,0"]),
    ("memory-that-sticks", 0, ["About 0.11: it fades."]),
    ("memory-that-sticks", 1, ["1.04", "1.08", "1.1"]),
    ("memory-that-sticks", 2, ["-0.4788", "−0.49", "-0.50"]),
    ("memory-that-sticks", 3, ["8"]),
    ("the-state-computes", 0, ["())", ")", "())(())", " ( ) ) "]),
    ("the-state-computes", 1, ["())(())", "))))))", "()()())"]),
    ("the-state-computes", 2, ["1"]),
    ("a-sum-over-copies", 0, ["0; .25; .25; .25", "0; 1/4; 1/4; 1/4"]),
    ("a-sum-over-copies", 1, ["-0.65625", "−21/32", "-.656"]),
    ("a-sum-over-copies", 2, ["0.7625; 0.7625; 0.7625; 0.7625"]),
    ("vanish-or-explode", 0, ["1024", "1024.5", "1023.5"]),
    ("vanish-or-explode", 1, ["On the edge, 0; Beside the edge, 0.001; At rest, 0.9575"]),
    ("vanish-or-explode", 2, ["Practically 0: each step lets through only a sixth."]),
    ("a-path-that-adds", 0, ["0.97", "0,97"]),
    ("a-path-that-adds", 1, ["1; 0; 1"]),
    ("a-path-that-adds", 2, ["1", "1.0"]),
]

# Wrong answers that were foreseen, and a word of the message that only this one has.
FORESEEN = [
    ("one-cell", 0, "0", "forgot the state"),
    ("one-cell", 0, "2.5", "all of h₁"),
    ("one-cell", 1, "2.625", "That is the state"),
    ("one-cell", 1, "5.25", "forgot the bias"),
    ("fold-and-unroll", 0, "8; 40", "weights of its own"),
    ("fold-and-unroll", 0, "1; 5", "folded drawing"),
    ("fold-and-unroll", 0, "3; 5", "drawing of 3 steps"),
    ("fold-and-unroll", 1, "1.25", "one step later"),
    ("fold-and-unroll", 1, "1", "The right state"),
    ("shared", 0, "66; 6600", "weights of its own"),
    ("shared", 0, "66; 22", "66 is 3 × 22"),
    ("shared", 0, "22; 6600", "22 is right for 3 steps"),
    ("shared", 0, "22; 91201", "Units are not time steps"),
    ("shared", 0, "18; 18", "biases are missing"),
    ("shared", 1, "5", "units are not time steps"),
    ("shared", 1, "15", "one and the same unit"),
    ("shared", 2, "22", "22 is with sharing"),
    ("state-is-not-output", 0,
     "Yes: they have said the same so far, so they are in the same place.",
     "took the output for the state"),
    ("state-is-not-output", 0, "Yes: at step 2 both get the same input.", "another state before"),
    ("state-is-not-output", 1, "0; 0; 0", "output is not the state"),
    ("state-is-not-output", 1, "1; 0; 0", "That is step 0"),
    ("memory-fades", 0, "1.1", "it grows"),
    ("memory-fades", 0, "1.0001", "it grows"),
    ("memory-fades", 0, "0.92587", "Too little is left"),
    ("memory-fades", 0, "0.5", "Too little is left"),
    ("memory-fades", 0, "-0.95", "below 0"),
    ("memory-fades", 1, "1; 1", "added up the inputs"),
    ("memory-fades", 1, "1; .25", "other way round"),
    ("memory-fades", 1, ".5; 1", "Halved once"),
    ("memory-that-sticks", 0, "About 0.999: it is full, so it stays.", "Saturation is not memory"),
    ("memory-that-sticks", 0, "Exactly 0: the pulse is over.", "forgot the state"),
    ("memory-that-sticks", 1, "0.5", "saturation is not memory"),
    ("memory-that-sticks", 1, "1", "It fades"),
    ("memory-that-sticks", 1, "1.02", "Almost"),
    ("memory-that-sticks", 1, "1.11", "smaller weight is enough"),
    ("memory-that-sticks", 1, "-1.08", "changes sign"),
    ("memory-that-sticks", 2, "-0.4787", "Not enough"),
    ("memory-that-sticks", 2, "-0.501", "weaker push is enough"),
    ("memory-that-sticks", 2, "0.49", "already is"),
    ("memory-that-sticks", 3, "3", "number of units"),
    ("memory-that-sticks", 3, "6", "You added"),
    ("the-state-computes", 0, "(())", "This one is balanced"),
    ("the-state-computes", 0, ")(", "lost count"),
    ("the-state-computes", 0, "((", "stay open"),
    ("the-state-computes", 1, "())", "Too short"),
    ("the-state-computes", 1, "((()))", "both networks"),
    ("the-state-computes", 1, "((((((", "counter is right"),
    ("the-state-computes", 2, "3", "counted the ones"),
    ("the-state-computes", 2, "0", "last bit is 0"),
    ("a-sum-over-copies", 0, "0; 0; 0; .25", "Only the last copy"),
    ("a-sum-over-copies", 0, ".25; .25; .25; .25", "Three are right"),
    ("a-sum-over-copies", 0, "0; 1; .5; .25", "states that the copies multiply"),
    ("a-sum-over-copies", 1, "-0.21875", "share of one copy"),
    ("a-sum-over-copies", 1, "0.75", "That is ∂y₃/∂w"),
    ("a-sum-over-copies", 1, "0.65625", "wrong sign"),
    ("a-sum-over-copies", 2, "0.5; 0.5875; 0.5875; 0.5875", "each copy by its own share"),
    ("a-sum-over-copies", 2, ".5; .5; .5; .7625", "does not change one copy: the weight"),
    ("a-sum-over-copies", 2, ".5; .5; .5; .5875", "does not change one copy: it moves"),
    ("a-sum-over-copies", 2, "0.2375; 0.2375; 0.2375; 0.2375", "up the gradient"),
    ("vanish-or-explode", 0, "20", "You added"),
    ("vanish-or-explode", 0, "2", "single step"),
    ("vanish-or-explode", 0, "512", "One step too few"),
    ("vanish-or-explode", 0, "2048", "One step too many"),
    ("vanish-or-explode", 1, "At rest, 0.9575; Beside the edge, 0.001; On the edge, 0",
     "ranked by the size of the state"),
    ("vanish-or-explode", 1, "At rest, 0.9575; On the edge, 0; Beside the edge, 0.001",
     "put the state at rest first"),
    ("vanish-or-explode", 1, "Beside the edge, 0.001; On the edge, 0; At rest, 0.9575", "Close"),
    ("vanish-or-explode", 2, "About 1: what is remembered comes through unchanged.",
     "What is remembered is not what can be learned"),
    ("vanish-or-explode", 2, "Enormous, 2⁵⁰: each step doubles.",
     "A big weight does not always explode"),
    ("a-path-that-adds", 0, "0.62", "The earlier one has not faded"),
    ("a-path-that-adds", 0, "48.49", "added up all values"),
    ("a-path-that-adds", 1, "0; 0; 1", "let the early one vanish"),
    ("a-path-that-adds", 1, "1; 1; 1", "does not get in"),
    ("a-path-that-adds", 1, ".35; 0; .62", "Those are the values"),
    ("a-path-that-adds", 2, "0", "let it vanish"),
    ("a-path-that-adds", 2, "4", "number of units"),
    ("a-path-that-adds", 2, "10", "gone around"),
]  # fmt: skip

# Wrong answers that nobody foresaw: each gets the part's general message.
UNFORESEEN = [
    ("one-cell", 0, "1.2449"), ("one-cell", 0, "1.2551"), ("one-cell", 0, "7"),
    ("one-cell", 1, "100"), ("fold-and-unroll", 0, "8; 7"), ("fold-and-unroll", 1, "3"),
    ("shared", 0, "23; 22"), ("shared", 1, "4"), ("shared", 2, "111"),
    ("state-is-not-output", 1, "0; 0; 1"), ("memory-fades", 1, "0.3; 0.3"),
    ("memory-that-sticks", 3, "9"), ("the-state-computes", 2, "-4"),
    ("a-sum-over-copies", 0, "1; 2; 3; 4"), ("a-sum-over-copies", 1, "1"),
    ("a-sum-over-copies", 2, "1; 1; 1; 1"), ("vanish-or-explode", 0, "1025"),
    ("vanish-or-explode", 1, "On the edge, 0; At rest, 0.9575; Beside the edge, 0.001"),
    ("a-path-that-adds", 0, "0.9"), ("a-path-that-adds", 1, "2; 2; 2"),
    ("a-path-that-adds", 2, "7"),
]  # fmt: skip

PARTS = [(name, i) for name in ORDER for i in range(len(lessons.load(name).parts))]


def part(name, i):
    """Return a part of a lesson."""
    return lessons.load(name).parts[i]


def verdict(name, i, given):
    """Return the verdict on an answer that is given on what the part begins with."""
    asked = part(name, i)
    return asked.answer.check(given, asked.setup)


def test_the_lessons_come_in_order_and_lead_from_one_to_the_next():
    """There are ten, and each but the last names the one after it."""
    assert lessons.names() == ORDER
    assert [lessons.load(name).next for name in ORDER] == [*ORDER[1:], None]


def test_every_part_is_answered_here():
    """Each part has a right answer in this file, and a wrong one or more."""
    assert [(name, i) for name, i, _ in RIGHT] == PARTS
    assert {(name, i) for name, i, *_ in FORESEEN} == set(PARTS)


@pytest.mark.parametrize(
    ("name", "i", "given"), [(name, i, given) for name, i, all_of in RIGHT for given in all_of]
)
def test_a_right_answer_is_accepted(name, i, given):
    """Right answers, worked out by hand, in every way to type them, to the tolerance's ends."""
    assert verdict(name, i, given).is_right


@pytest.mark.parametrize(("name", "i", "given", "says"), FORESEEN)
def test_a_wrong_idea_gets_its_own_message(name, i, given, says):
    """Each foreseen wrong answer is told what is wrong with the idea behind it."""
    is_right, message = verdict(name, i, given)

    assert not is_right
    assert says in plain(message)


@pytest.mark.parametrize(("name", "i", "given"), UNFORESEEN)
def test_another_wrong_answer_gets_the_general_message(name, i, given):
    """What nobody foresaw is wrong, too, and is told where to look again."""
    is_right, message = verdict(name, i, given)

    assert not is_right
    assert message == part(name, i).answer.otherwise


def test_every_message_of_the_files_is_heard_here():
    """No message is unreachable: each one is the answer to something in the table above."""
    for name, i in PARTS:
        answer = part(name, i).answer
        heard = {plain(verdict(name, i, given).message)
                 for n, j, given, *_ in FORESEEN if (n, j) == (name, i)}  # fmt: skip
        assert {plain(message) for message in messages_of(answer)} == heard, (name, i)


def messages_of(answer):
    """Return the messages for foreseen wrong answers."""
    if answer.kind == "choice":
        right = answer.right.of(answer.setup)
        pairs = zip(answer.values, answer.messages, strict=True)
        return [m for v, m in pairs if v.of(answer.setup) != pytest.approx(right, abs=1e-12)]
    if answer.kind == "order":
        return [message for _, message in answer.wrong]
    return [foreseen.message for foreseen in answer.wrong]


@pytest.mark.parametrize(("name", "i"), PARTS)
def test_every_link_works_where_it_stands(name, i):
    """What a link sets can be set on what is shown beside it."""
    asked = part(name, i)
    for action in actions(asked.text + asked.prompt):
        apply(action, asked.setup)
    told = [asked.reveal, asked.more or (), asked.answer.otherwise, *messages_of(asked.answer)]
    for action in actions(sum(told, ())):
        apply(action, asked.revealed)


@pytest.mark.parametrize(
    ("name", "i"), [at for at in PARTS if changes_a_step(part(*at).setup.view.memory)]
)
def test_a_second_graph_parts_from_the_first_at_its_step_and_not_before(name, i):
    """What a text says of two graphs can be seen in them."""
    shown = part(name, i).revealed
    changed = intervention_of(shown)
    moved = np.abs(changed.h - shown.trace.h).max(axis=1)
    assert (moved[: changed.step] == 0).all()
    assert moved[changed.step] > 0.1


@pytest.mark.parametrize(("name", "i"), PARTS)
def test_a_part_is_short_and_fits_a_link(name, i):
    """A text can be read at the projector, and a link holds the set-up with an answer."""
    asked = part(name, i)
    assert 25 <= len(plain(asked.text).split()) <= 120
    assert len(plain(asked.reveal).split()) <= 100
    section = {"name": name, "part": i, "answers": ["x" * 40] * 4, "done": ORDER}
    assert len(asked.revealed.look(lesson=section).to_link()) < 2000


@pytest.mark.parametrize(("name", "i"), PARTS)
def test_what_is_shown_before_is_the_beginning_of_what_is_revealed(name, i):
    """Covered steps come with the reveal; nothing else of the set-up differs."""
    asked = part(name, i)
    before, after = asked.setup, asked.revealed
    assert (before.base_x == after.base_x[: len(before.base_x)]).all()
    for parameter, array in before.base.parameters.items():
        assert (array == after.base.parameters[parameter]).all(), parameter
    assert (before.base_initial_state == after.base_initial_state).all()
    assert (before.knob, before.value) == (after.knob, after.value)
    assert before.description == ""


def test_the_turned_knob_is_what_is_checked():
    """Without a typed value it is the experiment as it then is; with one, the value stands."""
    asked = part("memory-fades", 0)
    turned = asked.setup.turn(0.96)

    assert asked.answer.check("", turned).is_right
    assert not asked.answer.check("", asked.setup).is_right
    assert asked.answer.check(asked.answer.in_hand(turned), asked.setup).is_right
    with pytest.raises(ValueError, match="gain of W_hh is in hand: expected"):
        asked.answer.in_hand(asked.setup.look().replace(knob=None, value=None).select(
            lessons.action.knob_named("gain of W_hh")))  # fmt: skip


def test_a_string_is_handed_to_the_network():
    """The string's characters are the steps' labels and inputs."""
    handed = part("the-state-computes", 0).answer.shown("(()")

    assert handed.labels == ("(", "(", ")")
    assert handed.x[:, 0].tolist() == [1, 1, -1]
    assert handed.trace.y[:, 0].tolist() == [1, 2, 1]


UNREADABLE = [
    ("one-cell", 0, "", "nothing was typed"),
    ("one-cell", 0, "one", "'one' is no number"),
    ("one-cell", 0, "1/0", "no finite number"),
    ("one-cell", 0, "1.2.3", "is no number"),
    ("one-cell", 0, "nan", "is no number"),
    ("one-cell", 0, "1e999", "no finite number"),
    ("one-cell", 0, "1" * 401, "401 characters: expected at most 400"),
    ("fold-and-unroll", 0, "8", "there are 1 numbers: expected 2"),
    ("fold-and-unroll", 0, "8; x", "Weights and biases: ' x' is no number"),
    ("state-is-not-output", 0, "Perhaps", "'Perhaps' is not among the answers"),
    ("vanish-or-explode", 1, "On the edge, 0", "1 answers are given: expected all 3"),
    ("vanish-or-explode", 1, "On the edge, 0; On the edge, 0; On the edge, 0", "expected all 3"),
    ("the-state-computes", 0, "(a)", "the text holds 'a': expected only"),
    ("the-state-computes", 0, "", "0 characters: expected 1 to 200"),
    ("the-state-computes", 0, "(" * 201, "201 characters: expected 1 to 200"),
    ("memory-fades", 0, "much", "'much' is no number"),
    ("memory-fades", 0, "1e300", "expected at most 3.4e38"),
]


@pytest.mark.parametrize(("name", "i", "given", "says"), UNREADABLE)
def test_what_cannot_be_read_is_said(name, i, given, says):
    """An answer that is none is no wrong answer: a sentence says what was expected."""
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        verdict(name, i, given)
