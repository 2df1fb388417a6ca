// What is drawn on a context that writes SVG.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nameOf } from "../../rnnviz/panel/modules/saving.js";
import { SvgContext } from "../../rnnviz/panel/modules/svg_context.js";

const FAMILY = '"A Font", serif';
const measure = (text, font) => ({
  width: 10 * text.length,
  drop: Number(/([\d.]+)px/.exec(font)[1]) / 4,
});
const made = () => new SvgContext(measure, FAMILY);

/** The marks that a context wrote, one a line, without the file around them. */
function marksOf(ctx) {
  const lines = ctx.toText(30, 20, "t").trimEnd().split("\n");
  return [...lines.slice(1, -1), lines.at(-1).replace(/<\/svg>$/, "")];
}

/** Numbers of a path's data, and its letters. */
function dataOf(mark) {
  const [, d] = / d="([^"]*)"/.exec(mark);
  return [d.match(/[A-Z]/g).join(""), (d.match(/-?[\d.]+/g) ?? []).map(Number)];
}

test("a file has its size, its title and its font, and stands alone", () => {
  const ctx = made();
  ctx.fillRect(1, 2, 3, 4);
  const text = ctx.toText(30, 20, "a < b");
  assert.match(text, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
  assert.match(text, / width="30" height="20" viewBox="0 0 30 20" role="img"/);
  assert.match(text, / font-family="&quot;A Font&quot;, serif"><title>a &lt; b<\/title>\n/);
  assert.deepEqual(marksOf(ctx), ['<rect x="1" y="2" width="3" height="4" fill="#000000"/>']);
});

test("points are where the moves and turns before them put them", () => {
  const ctx = made();
  ctx.translate(10, 20);
  ctx.rotate(Math.PI / 2);
  ctx.translate(5, 0);
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.lineTo(1, 2);
  ctx.translate(100, 100); // what stands already stays
  ctx.setLineDash([3, 1.234]);
  ctx.lineWidth = 2;
  ctx.strokeStyle = "#123456";
  ctx.globalAlpha = 0.5;
  ctx.stroke();
  const [mark] = marksOf(ctx);
  assert.deepEqual(dataOf(mark), ["ML", [10, 25, 8, 26]]);
  assert.match(mark, / fill="none" stroke="#123456" stroke-opacity="0.5" stroke-width="2" /);
  assert.match(mark, / stroke-dasharray="3 1.23"/);
});

test("restore gives back all that was set since save", () => {
  const ctx = made();
  ctx.save();
  ctx.translate(7, 7);
  ctx.fillStyle = "#ffffff";
  ctx.lineWidth = 9;
  ctx.setLineDash([1]);
  ctx.globalAlpha = 0.1;
  ctx.font = "20px x";
  ctx.textAlign = "right";
  ctx.beginPath();
  ctx.roundRect(0, 0, 5, 5, 0);
  ctx.clip();
  ctx.fillText("in", 0, 0);
  ctx.restore();
  ctx.fillText("out", 0, 0);
  ctx.beginPath();
  ctx.moveTo(0, 0);
  ctx.stroke();
  const [clip, inside, outside, line] = marksOf(ctx);
  assert.match(clip, /^<clipPath id="part1"><path d="M7 7L12 7L12 12L7 12L7 7Z"\/><\/clipPath>$/);
  assert.match(inside, /^<g clip-path="url\(#part1\)"><text x="7" y="7" .*<\/g>$/);
  assert.match(outside, /^<text x="0" y="0" font-family="sans-serif" font-size="10" /);
  assert.doesNotMatch(outside, /opacity|anchor/);
  assert.equal(line, '<path d="M0 0" fill="none" stroke="#000000" stroke-width="1"/>');
});

test("path data is moved to where its drawing is", () => {
  const ctx = made();
  ctx.strokeData("M0 0L1 1");
  ctx.translate(20, 54);
  ctx.strokeData("M0 0L1 1");
  const rest = 'fill="none" stroke="#000000" stroke-width="1"/>';
  assert.deepEqual(marksOf(ctx), [
    `<path d="M0 0L1 1" ${rest}`,
    `<path d="M0 0L1 1" transform="translate(20 54)" ${rest}`,
  ]);
});

test("circles, curves and corners are whole", () => {
  const ctx = made();
  ctx.beginPath();
  ctx.arc(10, 10, 4, 0, 2 * Math.PI);
  ctx.fill();
  ctx.beginPath();
  ctx.bezierCurveTo(1, 2, 3, 4, 5, 6);
  ctx.fill();
  ctx.beginPath();
  ctx.roundRect(0, 0, 10, 4, 50); // no rounder than it is high
  ctx.fill();
  const [circle, curve, rounded] = marksOf(ctx).map(dataOf);
  assert.deepEqual(circle, ["MAAZ", [14, 10, 4, 4, 0, 0, 1, 6, 10, 4, 4, 0, 0, 1, 14, 10]]);
  assert.deepEqual(curve, ["C", [1, 2, 3, 4, 5, 6]]);
  assert.equal(rounded[0], "MLALALALAZ");
  assert.deepEqual(rounded[1].slice(0, 11), [2, 0, 8, 0, 2, 2, 0, 0, 1, 10, 2]);
  assert.throws(() => ctx.arc(0, 0, 1, 0, 1), /arc: expected a whole circle/);
});

test("a text has its font, its place and its width, and is squeezed where it is too long", () => {
  const ctx = made();
  ctx.font = `italic 600 12px ${FAMILY}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText("four", 50, 8, 100);
  ctx.fillText("four", 50, 8, 15);
  assert.equal(ctx.measureText("four").width, 40);
  const [roomy, squeezed] = marksOf(ctx);
  const start = '<text x="50" y="11" font-size="12" font-weight="600" font-style="italic" ';
  assert.ok(roomy.startsWith(`${start}text-anchor="middle" textLength="40" `), roomy);
  assert.match(squeezed, / textLength="15" lengthAdjust="spacingAndGlyphs" fill="#000000">four</);
});

test("a layer is written where it is first drawn, and used from then on", () => {
  const ctx = made();
  const layer = ctx.layer();
  layer.fillRect(0, 0, 1, 1);
  ctx.translate(0, 5);
  ctx.drawImage(layer.canvas, 3, 0);
  ctx.globalAlpha = 0.25;
  ctx.drawImage(layer.canvas, 30, 0);
  const [first, second] = marksOf(ctx);
  const rect = '<rect x="0" y="0" width="1" height="1" fill="#000000"/>';
  assert.equal(first, `<g transform="translate(3 5)"><g id="part1">${rect}</g></g>`);
  assert.equal(second, '<use xlink:href="#part1" transform="translate(30 5)" opacity="0.25"/>');
});

test("a text stays a text, whatever it is", () => {
  const corpus = [
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "]]><!-- & &amp; &#x3c; <?xml?> <!DOCTYPE x [<!ENTITY a 'b'>]>",
    "\u0000\u0007\u001b\ufffe\uffff",
    "\ud83d lone \udc00",
    "👩‍👩‍👧‍👦 e\u0301",
    "'><foreignObject><iframe src='//x'>",
  ];
  for (const text of corpus) {
    const ctx = made();
    ctx.font = `10px ${text}`;
    ctx.fillText(text, 0, 0);
    const file = ctx.toText(10, 10, text);
    const tags = [...file.matchAll(/<\/?([^\s>]*)/g)].map(([, tag]) => tag);
    assert.deepEqual(new Set(tags), new Set(["svg", "title", "text"]), text);
    // Nor does a text leave its attribute.
    assert.doesNotMatch(file.replace(/"[^"]*"/g, '""'), /<[^>]* onload=""/);
    assert.doesNotMatch(file, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    assert.ok(file.isWellFormed(), "a lone surrogate is replaced");
    const [, shown] = /<title>(.*)<\/title>/s.exec(file);
    const names = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
    const read = shown.replace(/&\w+;/g, (name) => names[name]);
    const kept = (one) => one.replace(/[^\p{L}\p{M}\p{Emoji}\p{Zs}<>"'&;/]/gu, "");
    assert.equal(kept(read), kept(text));
  }
});

test("a file is named by its title's words, in any script", () => {
  assert.equal(nameOf("Odd or even?"), "odd-or-even");
  assert.equal(nameOf("../../etc/passwd\u0000.exe"), "etc-passwd-exe");
  assert.equal(nameOf("Память, 記憶"), "память-記憶");
  assert.equal(nameOf("<>"), "network");
  assert.equal(nameOf("𝐀".repeat(500)), "𝐀".repeat(60));
});
