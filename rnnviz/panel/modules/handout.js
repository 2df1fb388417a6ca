// The thin wrapper of the page that one takes home: a file that needs no server on one side, the
// renderer on the other.

import { createAnswers } from "./answers.js";
import { render } from "./panel.js";
import { decode } from "./payload.js";

/** Draw the page that handout.py wrote. */
export default function handout() {
  const host = /** @type {HTMLElement} */ (document.getElementById("panel"));
  const root = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector(".rnnviz"));
  const packed = document.getElementById("data")?.textContent ?? "";
  unpacked(packed).then((bytes) => {
    const answers = createAnswers(/** @type {import("./answers.js").Stored} */ (decode(bytes)));
    const show = () => {
      render(root, answers.model(), {
        onRequest(request) {
          answers.apply(request);
          show();
        },
      });
    };
    show();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    document.getElementById("waiting")?.remove();
  });
}

/**
 * The bytes that were compressed and written as base64.
 * @param {string} text
 */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(whole).arrayBuffer());
}
