"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const FRAME_MILLISECONDS = 450;

  // The film: a slider chooses the frame, a button moves the slider.
  const frames = data.frames;
  const at = byId("film-at");
  const play = byId("film-play");
  const told = byId("film-told");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;

  function label() {
    at.setAttribute("aria-valuetext", frames[Number(at.value)].label);
  }

  function show() {
    const frame = frames[Number(at.value)];
    for (const part of ["dots", "crosses", "rings", "fit", "now"]) {
      byId("film-" + part).setAttribute("d", frame[part]);
    }
    label();
    told.textContent = frame.told;
  }

  function step() {
    const last = Number(at.value) >= frames.length - 1;
    at.value = String(last ? 0 : Number(at.value) + 1);
    show();
  }

  function name() {
    play.textContent = timer ? "Pause" : still.matches ? "Next frame" : "Play";
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    name();
    told.setAttribute("aria-live", "polite");
    show(); // said once, when the film stands still
  }

  play.addEventListener("click", () => {
    if (timer) {
      stop();
    } else if (still.matches) {
      step();
    } else {
      told.setAttribute("aria-live", "off"); // not a sentence every half second
      step();
      timer = setInterval(() => {
        step();
        if (Number(at.value) >= frames.length - 1) {
          stop();
        }
      }, FRAME_MILLISECONDS);
      name();
    }
  });
  at.addEventListener("input", () => {
    if (timer) {
      stop();
    }
    show();
  });
  still.addEventListener("change", stop);

  // The heat map: two sliders, or a tap, choose a pair; its number is in the table below.
  const kernel = data.kernel;
  const count = kernel.names.length;
  const pushed = byId("kernel-i");
  const pushing = byId("kernel-j");
  const cursor = byId("kernel-cursor");
  const rows = byId("kernel-table").tBodies[0].rows;

  function point() {
    const i = Number(pushed.value);
    const j = Number(pushing.value);
    const number = rows[i].cells[j + 1].textContent;
    const cell = kernel.side / count;
    cursor.setAttribute("x", kernel.left + j * cell);
    cursor.setAttribute("y", kernel.top + i * cell);
    cursor.setAttribute("visibility", "visible");
    pushed.setAttribute("aria-valuetext", kernel.names[i]);
    pushing.setAttribute("aria-valuetext", kernel.names[j]);
    const what = number === "0" ? "they do not push each other"
      : number.startsWith("+") ? "a push of one up pushes the other up"
      : "a push of one up pushes the other down";
    byId("kernel-told").textContent = i === j
      ? "K = " + number + ", how far " + kernel.names[i] + " moves itself: ‖g‖²."
      : "K = " + number + " between " + kernel.names[i] + " and " + kernel.names[j] + ": " + what + ".";
  }

  byId("kernel").addEventListener("click", (event) => {
    const box = byId("kernel").getBoundingClientRect();
    const unit = kernel.width / box.width;
    const j = Math.floor(((event.clientX - box.left) * unit - kernel.left) / kernel.side * count);
    const i = Math.floor(((event.clientY - box.top) * unit - kernel.top) / kernel.side * count);
    if (i >= 0 && i < count && j >= 0 && j < count) {
      pushed.value = String(i);
      pushing.value = String(j);
      point();
    }
  });
  pushed.addEventListener("input", point);
  pushing.addEventListener("input", point);

  for (const id of ["film-controls", "kernel-controls"]) {
    byId(id).hidden = false;
  }
  name();
  label(); // the last frame is shown already
  point();
})();
