// How high everything in the unrolled graph is: as roomy as the window allows, and never so tight
// that its numbers cannot be read, or its colours be told apart.

/**
 * Heights in pixels: of a hidden unit, of an input or output, and of the gaps between and around.
 * @typedef {{unit: number, unitGap: number, cell: number, cellGap: number, gap: number,
 *   gapBelow: number, foot: number}} Rows
 */

export const HEAD = 27; // pixels over the outputs, for their letters

/**
 * @param {object} options
 * @param {{I: number, H: number, O: number}} options.sizes
 * @param {import("./geometry.js").Mode} options.mode
 * @param {boolean} options.showsDiscs
 * @param {boolean} options.showsLines
 * @param {number} options.radius  of a disc that has all the room it wants
 * @param {number} options.height  that the window allows
 * @returns {Rows}
 */
export function rowsOf({ sizes, mode, showsDiscs, showsLines, radius, height }) {
  const { I, H, O } = sizes;
  const single = mode !== "unrolled";
  const cellH = (/** @type {number} */ n) => (n <= 3 ? 24 : n <= 8 ? 18 : 14);
  const stripH = single ? (H > 16 ? 13 : 19) : H > 16 ? 9.5 : 16;
  const gapBelow = mode === "folded" ? 84 : showsLines ? 40 : 48;
  const cell = Math.min(cellH(I), cellH(O));
  return between(
    {
      unit: showsDiscs ? 24 : H > 16 ? 3.5 : 12,
      unitGap: showsDiscs ? 3 : 0,
      cell: Math.min(cell, Math.max(I, O) > 8 ? 8 : 15),
      cellGap: 2,
      gap: 27,
      gapBelow: gapBelow - 14,
      foot: 40,
    },
    {
      unit: showsDiscs ? 2 * radius : stripH,
      unitGap: showsDiscs ? (H <= 4 ? 12 : 7) : single ? 2 : 0,
      cell,
      cellGap: 3,
      gap: showsLines ? 40 : 48,
      gapBelow,
      foot: 44,
    },
    sizes,
    height,
  );
}

/**
 * @param {Rows} tight
 * @param {Rows} roomy
 * @param {{I: number, H: number, O: number}} sizes
 * @param {number} height
 * @returns {Rows}
 */
function between(tight, roomy, sizes, height) {
  const [least, most] = [total(tight, sizes), total(roomy, sizes)];
  if (height >= most) return roomy;
  const share = Math.max(0, (height - least) / (most - least));
  const mixed = Object.entries(roomy).map(([name, value]) => {
    const low = tight[/** @type {keyof Rows} */ (name)];
    return [name, low + (value - low) * share];
  });
  return /** @type {Rows} */ (Object.fromEntries(mixed));
}

/**
 * @param {Rows} rows
 * @param {{I: number, H: number, O: number}} sizes
 */
function total({ unit, unitGap, cell, cellGap, gap, gapBelow, foot }, { I, H, O }) {
  const cells = (I + O) * cell + (I + O - 2) * cellGap;
  return HEAD + cells + gap + H * unit + (H - 1) * unitGap + gapBelow + foot;
}
