// Colours: the ramps of values, the ink on them, the roles, and their contrasts (WCAG 2.2).

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  contrast,
  influenceColor,
  inkOn,
  inkOnInfluence,
  luminance,
  palette,
  rgb,
  valueColor,
  valuePixel,
} from "../../rnnviz/panel/modules/color.js";

const THEMES = ["light", "dark"];
const STOPS = {
  light: ["#2166ac", "#92c5de", "#f7f7f7", "#fdb863", "#b35806"],
  dark: ["#7cc4ff", "#2f6fa8", "#262b36", "#b3671a", "#ffb454"],
};
const TEXT = 4.5; // the least contrast of text, and of marks
const MARK = 3;
const SHARES = Array.from({ length: 1001 }, (_, i) => -1 + i / 500);

test("contrast is the ratio of WCAG: 21 for black on white, 4.54 for #767676", () => {
  assert.ok(Math.abs(contrast("#000000", "#ffffff") - 21) < 1e-9);
  assert.ok(Math.abs(contrast("#767676", "#ffffff") - 4.54) < 0.005);
  assert.equal(contrast("#123456", "#fedcba"), contrast("#fedcba", "#123456"));
  assert.ok(Math.abs(luminance("#ff0000") - 0.2126) < 1e-9);
  assert.deepEqual(rgb("#0a10ff"), [10, 16, 255]);
});

test("negative is blue, zero the middle, positive orange, at any limit", () => {
  for (const theme of THEMES) {
    for (const limit of [1, 5, 2e12]) {
      const shown = [-1, -0.5, 0, 0.5, 1].map((share) => valueColor(share * limit, limit, theme));
      assert.deepEqual(shown, STOPS[theme]);
    }
  }
});

test("beyond its limit a value has the colour of the limit", () => {
  for (const theme of THEMES) {
    assert.equal(valueColor(-7, 2, theme), STOPS[theme][0]);
    assert.equal(valueColor(1e30, 2, theme), STOPS[theme][4]);
  }
});

test("the further from zero, the more a colour differs from the middle's, on both sides alike", () => {
  for (const theme of THEMES) {
    const middle = luminance(STOPS[theme][2]);
    for (const side of [-1, 1]) {
      const away = [0.05, 0.2, 0.5, 0.8, 1].map((share) =>
        Math.abs(luminance(valueColor(side * share, 1, theme)) - middle),
      );
      assert.deepEqual(
        away,
        [...away].sort((a, b) => a - b),
        theme,
      );
    }
  }
});

test("the ink reads on every colour of the ramp", () => {
  for (const theme of THEMES) {
    for (const share of SHARES) {
      const [ground, ink] = [valueColor(share, 1, theme), inkOn(share, 1, theme)];
      const ratio = contrast(ground, ink);
      assert.ok(ratio >= TEXT, `${ink} on ${ground}, ${share} in ${theme}: ${ratio}`);
    }
  }
});

test("role colours read as text, and W_hh's also in the band of the cursor's step", () => {
  for (const theme of THEMES) {
    const { role, page, card, track, band } = palette(theme);
    for (const [name, color] of Object.entries(role)) {
      const inBand = name === "W_hh" ? TEXT : MARK; // there the others are lines only
      for (const [ground, least] of [
        [page, TEXT],
        [card, TEXT],
        [track, TEXT],
        [band, inBand],
      ]) {
        const ratio = contrast(color, ground);
        assert.ok(ratio >= least, `${name}, ${color} on ${ground} in ${theme}: ${ratio}`);
      }
    }
  }
});

test("ink and soft ink read on every ground of their theme", () => {
  for (const theme of THEMES) {
    const { ink, soft, page, card, track, band } = palette(theme);
    for (const color of [ink, soft]) {
      for (const ground of [page, card, track, band])
        assert.ok(contrast(color, ground) >= TEXT, `${color} on ${ground}`);
    }
  }
});

test("lines of weights can be seen on every ground of their theme, and their signs told apart", () => {
  for (const theme of THEMES) {
    const { line, page, card, band } = palette(theme);
    for (const sign of ["negative", "positive"]) {
      for (const ground of [page, card, band]) {
        const ratio = contrast(line[sign], ground);
        assert.ok(ratio >= MARK, `${sign}, ${line[sign]} on ${ground} in ${theme}: ${ratio}`);
      }
    }
    const [[red, , blue], [red2, , blue2]] = [rgb(line.negative), rgb(line.positive)];
    assert.ok(blue > red && red2 > blue2, theme);
  }
});

test("the light roles are those of the design, each its own hue but the biases'", () => {
  const { role } = palette("light");
  assert.deepEqual(role, {
    W_xh: "#00806a",
    W_hh: "#7a3fa0",
    W_hy: "#b0305c",
    b_h: "#5b6470",
    b_y: "#5b6470",
  });
  assert.equal(new Set(Object.values(palette("dark").role)).size, 4);
});

test("a pixel has the channels of the colour, and is opaque", () => {
  for (const theme of ["light", "dark"])
    for (const value of [-2, -1, -0.3, 0, 0.01, 0.7, 1]) {
      const bytes = [...new Uint8Array(Uint32Array.of(valuePixel(value, 1, theme)).buffer)];
      assert.deepEqual(bytes, [...rgb(valueColor(value, 1, theme)), 255]);
    }
});

test("influence is ink at 1, fades to the ground over four decades, and turns red above", () => {
  for (const [theme, ground, ink, red] of [
    ["light", "#ffffff", "#1b1f26", "#e0231c"],
    ["dark", "#0e1117", "#f0f2f6", "#ff4a3d"],
  ]) {
    assert.equal(influenceColor(1, theme), ink);
    for (const gone of [0, 1e-4, 1e-300]) assert.equal(influenceColor(gone, theme), ground);
    for (const grown of [1e4, 3e38]) assert.equal(influenceColor(grown, theme), red);
    for (const size of [0, 1e-3, 0.01, 0.1, 0.5, 1, 3, 100, 1e6]) {
      const color = influenceColor(size, theme);
      assert.ok(contrast(color, inkOnInfluence(size, theme)) >= 4.5, `${theme} ${size}`);
    }
  }
  const fading = [1, 0.1, 0.01, 1e-3].map((size) =>
    contrast(influenceColor(size, "light"), "#ffffff"),
  );
  assert.deepEqual(
    fading,
    [...fading].sort((a, b) => b - a),
  );
});
