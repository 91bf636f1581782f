// Small behaviours that pages share; every page also works with what the server wrote alone.
"use strict";

// Charts: <div class="tf-chart" data-chart="id-of-json-script">; ECharts is loaded by the page that has one.
function drawCharts(root) {
  if (!window.echarts) return;
  for (const box of root.querySelectorAll("[data-chart]:not([data-drawn])")) {
    const said = document.getElementById(box.dataset.chart);
    if (!said) continue;
    box.dataset.drawn = "1";
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    const quiet = { animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily } };
    chart.setOption(Object.assign(quiet, JSON.parse(said.textContent)));
    new ResizeObserver(() => chart.resize()).observe(box);
  }
}

// <select data-submit> and the like send their form when changed.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-submit]") && event.target.form;
  if (form) form.requestSubmit();
});

// <button data-menu aria-controls="menu"> shows and hides the menu on a phone.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (!button) return;
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  button.setAttribute("aria-expanded", String(menu.classList.toggle("show")));
});

// What scrolls sideways in its box can be scrolled with the keyboard too.
function letScroll(root) {
  for (const box of root.querySelectorAll(".table-responsive, .tf-scroll, pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

function prepare() {
  drawCharts(document);
  letScroll(document);
}

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:after:swap", prepare);
document.addEventListener("toggle", () => letScroll(document), true);
window.addEventListener("resize", () => letScroll(document));
