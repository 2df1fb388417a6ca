// Runs in the page before anything else does, and drags a slider when it is told to.

(() => {
  const PATIENCE = 10_000;
  const NUM_FRAMES = 45;

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** A slider by its name, in whichever component's shadow root it is. */
  const slider = (name) =>
    [...document.querySelectorAll("*")]
      .map((host) => host.shadowRoot?.querySelector(`input[type=range][aria-label="${name}"]`))
      .find(Boolean);

  /**
   * One drag from end to end, let go at a share of the range: the milliseconds between its
   * frames, and from the release until the answer has come and is painted. The answer ends
   * with the page's address, so that is waited for: what a drag previews is drawn before.
   */
  window.dragged = async (name, share) => {
    const range = slider(name);
    const [low, high] = [Number(range.min), Number(range.max)];
    const tell = (type) => range.dispatchEvent(new Event(type, { bubbles: true }));
    const frames = [];
    range.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    let last = await frame();
    for (let i = 1; i <= NUM_FRAMES; i += 1) {
      const at = i === NUM_FRAMES ? share : i / NUM_FRAMES;
      range.value = String(low + at * (high - low));
      tell("input");
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    const before = location.href;
    const start = performance.now();
    tell("change");
    range.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    while (location.href === before) {
      if (performance.now() - start > PATIENCE) throw new Error("no answer to a drag");
      await frame();
    }
    await frame();
    return { frames, answer: performance.now() - start };
  };
})();
