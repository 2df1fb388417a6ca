// A part has begun: its heading comes into view and has the focus, so that reading goes on there.

const head = document.querySelector(".st-key-lesson_head");
const heading = head?.querySelector("h2, h3");
const where = head?.querySelector('[data-testid="stCaptionContainer"]');
if (heading instanceof HTMLElement) {
  heading.tabIndex = -1;
  heading.style.scrollMarginTop = "4rem"; // the bar of a narrow screen stays over it
  if (where) {
    where.id = "lesson-where"; // says which part it is
    heading.setAttribute("aria-describedby", where.id);
  }
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "nearest" });
}
