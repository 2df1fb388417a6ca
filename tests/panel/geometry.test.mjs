// The layout of the graph: it fits, nothing overlaps, and no line crosses a number.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  arrowPath, edgeAt, edgePath, edgesOf, layout, pathData, pointOn,
} from "../../rnnviz/panel/modules/geometry.js"; // prettier-ignore
import { MATRICES } from "../../rnnviz/panel/modules/payload.js";

const MODES = ["unrolled", "folded", "opened"];
const WIDTHS = [320, 390, 599, 600, 768, 1024, 1440, 2000];
const SIZES = [
  { I: 1, H: 1, O: 1 }, { I: 2, H: 3, O: 1 }, { I: 3, H: 4, O: 2 }, { I: 4, H: 5, O: 3 },
  { I: 1, H: 8, O: 2 }, { I: 16, H: 8, O: 16 }, { I: 9, H: 2, O: 4 },
  { I: 2, H: 9, O: 1 }, { I: 3, H: 17, O: 5 }, { I: 16, H: 32, O: 16 }, { I: 1, H: 32, O: 1 },
]; // prettier-ignore

/** Every layout of a few sizes, widths, modes and lengths; `name` says which. */
function* layouts({ widths = WIDTHS, lengths = [1, 2, 7, 23, 200] } = {}) {
  for (const size of SIZES) {
    for (const width of widths) {
      for (const T of lengths) {
        for (const mode of MODES) {
          const options = {
            width,
            sizes: { ...size, T },
            numShown: T,
            step: T >> 1,
            mode,
            first: 0,
          };
          yield { options, place: layout(options), name: JSON.stringify(options) };
        }
      }
    }
  }
}

/** Everything in a layout that carries a number, as discs and rectangles. */
function shapesOf(place) {
  const { columns, beforeX, unit, cell, unitY, inputY, outputY, showsDiscs } = place;
  const shapes = [];
  const column = (t, cx, kinds) => {
    for (const [kind, centres, size] of kinds) {
      const disc = kind === "h" && showsDiscs;
      centres.forEach((cy, index) => shapes.push({ t, kind, index, cx, cy, ...size, disc }));
    }
  };
  const hidden = ["h", unitY, unit];
  for (const { t, cx } of columns)
    column(t, cx, [hidden, ["x", inputY, cell], ["y", outputY, cell]]);
  if (beforeX !== null && columns.length > 0) column(columns[0].t - 1, beforeX, [hidden]);
  return shapes;
}

/** The shapes at the two ends of an edge into step t. */
function endsOf({ matrix, row, col }, t, mode) {
  if (matrix === "W_xh") return [`x ${t} ${col}`, `h ${t} ${row}`];
  if (matrix === "W_hy") return [`h ${t} ${col}`, `y ${t} ${row}`];
  return [`h ${mode === "folded" ? t : t - 1} ${col}`, `h ${t} ${row}`];
}

function isInside({ cx, cy, w, h, disc }, x, y) {
  if (disc) return Math.hypot(x - cx, y - cy) < w / 2 - 1;
  return Math.abs(x - cx) < w / 2 - 1 && Math.abs(y - cy) < h / 2 - 1;
}

function sampled(cubics, num) {
  return cubics.flatMap((cubic) =>
    Array.from({ length: num + 1 }, (_, i) => pointOn(cubic, i / num)),
  );
}

test("everything that carries a number stands inside the drawing", () => {
  for (const { place, name } of layouts()) {
    for (const { kind, t, index, cx, cy, w, h } of shapesOf(place)) {
      const inside =
        cx - w / 2 >= 0 &&
        cx + w / 2 <= place.width &&
        cy - h / 2 >= 0 &&
        cy + h / 2 <= place.height;
      assert.ok(inside, `${kind}_${t}[${index}] leaves the drawing: ${name}`);
      assert.ok(w > 0 && h > 0, `${kind}_${t}[${index}] has no size: ${name}`);
    }
  }
});

test("no two numbers overlap", () => {
  for (const { place, name } of layouts({ lengths: [1, 40] })) {
    const shapes = shapesOf(place);
    shapes.forEach((a, i) => {
      for (const b of shapes.slice(i + 1)) {
        const apart =
          Math.abs(a.cx - b.cx) >= (a.w + b.w) / 2 - 1e-9 ||
          Math.abs(a.cy - b.cy) >= (a.h + b.h) / 2 - 1e-9;
        assert.ok(
          apart,
          `${a.kind}_${a.t}[${a.index}] is on ${b.kind}_${b.t}[${b.index}]: ${name}`,
        );
      }
    });
  }
});

test("columns are consecutive steps, a pitch apart, and so is the state that enters", () => {
  for (const { options, place, name } of layouts()) {
    const { columns, beforeX, pitch, mode } = place;
    columns.slice(1).forEach(({ t, cx }, i) => {
      assert.equal(t, columns[i].t + 1, name);
      assert.ok(Math.abs(cx - columns[i].cx - pitch) < 1e-6, name);
    });
    assert.ok(columns[0].t >= 0 && columns.at(-1).t < options.numShown, name);
    if (mode === "folded") assert.equal(beforeX, null);
    else assert.ok(Math.abs(columns[0].cx - beforeX - pitch) < 1e-6, name);
    if (mode !== "unrolled")
      assert.deepEqual(
        columns.map(({ t }) => t),
        [options.step],
        name,
      );
  }
});

test("a network has a line for every weight", () => {
  const edges = edgesOf({ I: 3, H: 5, O: 2 });
  const of = (matrix) => edges.filter((edge) => edge.matrix === matrix);
  assert.equal(new Set(edges.map((edge) => JSON.stringify(edge))).size, edges.length);
  assert.deepEqual([of("W_xh").length, of("W_hh").length, of("W_hy").length], [15, 25, 10]);
  assert.ok(of("W_hy").every(({ row, col }) => row < 2 && col < 5));
});

test("up to 8 units are discs with a line a weight, more are strips, and an opened step has lines", () => {
  const look = (H, mode) => {
    const place = layout({
      width: 900,
      sizes: { I: 2, H, O: 1, T: 5 },
      numShown: 5,
      step: 2,
      mode,
      first: 0,
    });
    return [place.showsDiscs, place.showsLines];
  };
  assert.deepEqual(look(8, "unrolled"), [true, true]);
  assert.deepEqual(look(9, "unrolled"), [false, false]);
  assert.deepEqual(look(9, "folded"), [false, false]);
  assert.deepEqual(look(9, "opened"), [false, true]);
});

test("the cursor's step is among the columns, wherever it jumps", () => {
  for (const width of WIDTHS) {
    for (const H of [3, 12]) {
      let first = 0;
      for (const step of [0, 1, 5, 6, 30, 29, 12, 199, 198, 100, 101, 0]) {
        const sizes = { I: 2, H, O: 1, T: 200 };
        const place = layout({ width, sizes, numShown: 200, step, mode: "unrolled", first });
        first = place.first;
        assert.equal(first, place.columns[0].t);
        assert.ok(
          place.columns.some(({ t }) => t === step),
          `${step} at ${width} px, ${H} units`,
        );
      }
    }
  }
});

test("the window stays while the cursor moves inside it, and is whole at the sequence's end", () => {
  const at = (step, first) =>
    layout({
      width: 900,
      sizes: { I: 2, H: 3, O: 1, T: 90 },
      numShown: 90,
      step,
      mode: "unrolled",
      first,
    });
  const { first, columns } = at(40, 0);
  assert.ok(first > 0);
  for (const { t } of columns.slice(1, -1)) assert.equal(at(t, first).first, first);
  assert.equal(at(89, first).columns.length, columns.length);
  assert.equal(at(89, first).columns.at(-1).t, 89);
});

test("a state that exploded at once leaves no columns, and nothing breaks", () => {
  for (const mode of MODES) {
    const place = layout({
      width: 500,
      sizes: { I: 2, H: 3, O: 1, T: 9 },
      numShown: 0,
      step: 0,
      mode,
      first: 0,
    });
    assert.deepEqual(place.columns, []);
    assert.ok(place.height > 0);
  }
});

test("a line runs from the edge of the one number to the edge of the other", () => {
  for (const { place, name } of layouts({ widths: [390, 1440], lengths: [3] })) {
    if (!place.showsLines) continue;
    const shapes = new Map(shapesOf(place).map((shape) => [keyOf(shape), shape]));
    for (const { t, cx } of place.columns) {
      for (const edge of edgesOf(sizesOf(place))) {
        const points = sampled(edgePath(place, edge), 1);
        endsOf(edge, t, place.mode).forEach((key, i) => {
          const shape = shapes.get(key);
          const [x, y] = points.at(-i);
          assert.ok(Math.abs(Math.abs(x + cx - shape.cx) - shape.w / 2) < 1e-6, `${key}: ${name}`);
          assert.ok(Math.abs(y - shape.cy) < 1e-6, `${key}: ${name}`);
        });
      }
    }
  }
});

test("no weight's line, and no matrix's arrow, crosses a number", () => {
  for (const { place, name } of layouts({ widths: [320, 430, 600, 1440], lengths: [1, 40] })) {
    const paths = pathsOf(place);
    const { columns, pitch } = place;
    const shapes = shapesOf(place);
    // The first column has the state that enters at its left, the second another column.
    for (const { t, cx } of columns.slice(0, 2)) {
      const near = shapes.filter((shape) => Math.abs(shape.cx - cx) < 1.5 * pitch);
      for (const { edge, points } of paths) {
        const ends = place.showsLines ? endsOf(edge, t, place.mode) : [];
        const others = near.filter((shape) => !ends.includes(keyOf(shape)));
        for (const [x, y] of points) {
          const hit = others.find((shape) => isInside(shape, x + cx, y));
          if (hit) assert.fail(`${JSON.stringify(edge)} crosses ${keyOf(hit)}: ${name}`);
        }
      }
    }
  }
});

test("every line and every arrow stays inside the drawing", () => {
  for (const { place, name } of layouts({ lengths: [1, 40] })) {
    for (const { edge, points } of pathsOf(place)) {
      for (const { cx } of [place.columns[0], place.columns.at(-1)]) {
        for (const [x, y] of points) {
          const inside = x + cx >= 0 && x + cx <= place.width && y >= 0 && y <= place.height;
          if (!inside) assert.fail(`${JSON.stringify(edge)} leaves at ${x + cx}, ${y}: ${name}`);
        }
      }
    }
  }
});

test("a point on a line finds that line, or one as near, at its own step", () => {
  for (const { place, name } of layouts({ widths: [390, 1440], lengths: [5] })) {
    if (!place.showsLines) continue;
    const edges = edgesOf(sizesOf(place));
    const few = edges.filter((_, i) => i % Math.ceil(edges.length / 60) === 0);
    for (const { t, cx } of place.columns.slice(0, 2)) {
      for (const edge of few) {
        const [x, y] = middleOf(edgePath(place, edge));
        const found = edgeAt(place, edges, x + cx, y);
        assert.ok(found, `nothing at the middle of ${JSON.stringify(edge)}: ${name}`);
        const path = sampled(edgePath(place, found), 400);
        const base = place.columns.find((column) => column.t === found.t).cx;
        const distance = Math.min(...path.map(([u, v]) => Math.hypot(u + base - x - cx, v - y)));
        assert.ok(
          distance < 1,
          `${JSON.stringify(found)} is ${distance} px off ${JSON.stringify(edge)}: ${name}`,
        );
      }
    }
  }
});

test("a lone line is found at its middle, at every step, and not from far away", () => {
  for (const mode of MODES) {
    const sizes = { I: 1, H: 1, O: 1, T: 4 };
    const place = layout({ width: 900, sizes, numShown: 4, step: 2, mode, first: 0 });
    for (const { t, cx } of place.columns) {
      for (const edge of edgesOf(sizes)) {
        const [x, y] = middleOf(edgePath(place, edge));
        assert.deepEqual(edgeAt(place, edgesOf(sizes), x + cx, y + 3), { ...edge, t }, mode);
      }
    }
    assert.equal(edgeAt(place, edgesOf(sizes), 450, place.height + 30), null);
  }
});

test("a path is written as its curves, moved to its column", () => {
  const curves = [
    [0, 1, 2, 3, 4, 5, 6, 7.126],
    [6, 7.126, 8, 9, 10, 11, 12, 13],
  ];
  assert.equal(pathData(curves, 100), "M100 1C102 3 104 5 106 7.13C108 9 110 11 112 13");
});

test("a curve begins and ends at its end points, and is straight where its controls are", () => {
  assert.deepEqual(pointOn([3, 5, 6, 9, 9, 13, 12, 17], 0), [3, 5]);
  assert.deepEqual(pointOn([3, 5, 6, 9, 9, 13, 12, 17], 1), [12, 17]);
  assert.deepEqual(pointOn([0, 0, 4, 8, 8, 16, 12, 24], 0.25), [3, 6]);
});

/** The points of every line, or of every arrow, into a column at x = 0. */
function pathsOf(place) {
  const edges = place.showsLines ? edgesOf(sizesOf(place)) : MATRICES.map((matrix) => ({ matrix }));
  const path = (edge) => (place.showsLines ? edgePath(place, edge) : arrowPath(place, edge.matrix));
  return edges.map((edge) => ({ edge, points: sampled(path(edge), 32) }));
}

function middleOf(cubics) {
  return pointOn(cubics[0], cubics.length > 1 ? 1 : 0.5);
}

function keyOf({ kind, t, index }) {
  return `${kind} ${t} ${index}`;
}

function sizesOf({ inputY, unitY, outputY }) {
  return { I: inputY.length, H: unitY.length, O: outputY.length };
}

test("to a room fewer steps are shown, whose numbers are no smaller than on a wide page", () => {
  const sizes = { I: 1, H: 1, O: 1, T: 23 };
  const options = { width: 560, sizes, numShown: 23, step: 11, mode: "unrolled", first: 0 };
  const [page, room] = [false, true].map((toRoom) => layout({ ...options, toRoom }));
  const wide = layout({ ...options, width: 1024 });
  assert(room.columns.length < page.columns.length);
  assert(room.pitch >= 60);
  assert(Math.abs(room.unit.w - wide.unit.w) < 1);
});
