// The scheme editor: Ace over the plain text field, findings in its margin and as a list that jumps to a line.
"use strict";

let editor = null;
let unsaved = false;

function openEditor() {
  const field = document.querySelector("textarea[data-editor]");
  if (!field || !window.ace) return;
  window.ace.config.set("useStrictCSP", true);
  const box = document.createElement("div");
  box.className = "tf-ace";
  field.before(box);
  field.hidden = true;
  editor = window.ace.edit(box, {
    useWorker: false, mode: "ace/mode/yaml", theme: "ace/theme/textmate", tabSize: 2, useSoftTabs: true,
    wrap: true, showPrintMargin: false, enableKeyboardAccessibility: true,
  });
  editor.textInput.getElement().setAttribute("aria-label", document.querySelector("label[for=scheme-text]").textContent);
  editor.session.setValue(field.value);
  editor.session.on("change", () => {
    field.value = editor.getValue();
    unsaved = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  markLines();
}

function markLines() {
  if (!editor) return;
  const kinds = { error: "error", warning: "warning", note: "info" };
  editor.session.setAnnotations([...document.querySelectorAll("#findings [data-line]")].map((one) => ({
    row: one.dataset.line - 1, column: one.dataset.column - 1, text: one.dataset.said, type: kinds[one.dataset.severity],
  })));
}

document.addEventListener("click", (event) => {
  const found = event.target.closest("#findings [data-line]");
  if (!found) return;
  const line = Number(found.dataset.line), column = Number(found.dataset.column) - 1;
  if (editor) {
    editor.gotoLine(line, column, false);
    editor.focus();
    return;
  }
  const field = document.querySelector("textarea[data-editor]");
  const at = field.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column;
  field.focus();
  field.setSelectionRange(at, at);
});

document.addEventListener("DOMContentLoaded", openEditor);
document.addEventListener("htmx:after:swap", markLines);
