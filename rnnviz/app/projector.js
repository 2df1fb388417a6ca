// Escape leaves the projector view, as the × in its corner does.

// Streamlit may run this again in the same document.
if (!document.documentElement.dataset.projector) {
  document.documentElement.dataset.projector = "led";
  document.addEventListener("keydown", ({ key, defaultPrevented }) => {
    const leave = document.querySelector(".st-key-leave_projector button");
    if (key === "Escape" && !defaultPrevented && leave instanceof HTMLElement) leave.click();
  });
}
