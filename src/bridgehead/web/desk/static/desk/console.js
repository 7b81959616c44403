/* The console draws what is measured, from a stream or from a recording: both give the same moments to one `show`.
   A script, since nothing else draws five times a second. What is stale is struck out, also where the stream itself
   has stopped. */
"use strict";
(() => {
  const page = document.getElementById("console");
  if (!page) return;
  const about = JSON.parse(page.dataset.about), SVG = "http://www.w3.org/2000/svg";
  const named = (what) => Object.keys(about.channels).find((name) => about.channels[name].of === what);
  const names = { angle: named("angle"), speed: named("turning speed"), along: named("tilt along"), inward: named("tilt inward") };
  const make = (parent, tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString("en-GB", { timeZone: about.zone });
  const unsigned = (text) => (Number(text) === 0 ? text.replace("-", "") : text); // nothing is not less than nothing
  const digits = (value) => unsigned(Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3));
  const point = (degrees, radius) => [radius * Math.cos((degrees * Math.PI) / 180), -radius * Math.sin((degrees * Math.PI) / 180)];
  const arc = (from, to, radius) => {
    const steps = 48, each = [];
    for (let at = 0; at <= steps; at++) each.push(point(from + ((to - from) * at) / steps, radius).map((one) => one.toFixed(2)).join(" "));
    return "M" + each.join("L");
  };

  // -- the plan, to scale: metres from the hinge, north of nothing ------------------------------------------------------
  const plan = document.getElementById("plan"), reach = about.radius * 1.12;
  plan.setAttribute("viewBox", `${-reach} ${-reach} ${2 * reach} ${2 * reach}`);
  const axis = "M" + about.axis.map(([x, y]) => `${x} ${-y}`).join("L");
  const tip = (Math.atan2(about.axis.at(-1)[1], about.axis.at(-1)[0]) * 180) / Math.PI, out = Math.hypot(...about.axis.at(-1));
  if (about.railway) {
    const [away, bearing] = about.railway, turned = { transform: `rotate(${-bearing})` };
    const rails = make(plan, "g", turned);
    make(rails, "path", { class: "rail sleepers", d: `M${-2 * reach} ${-away}H${2 * reach}` });
    for (const side of [-0.72, 0.72]) make(rails, "path", { class: "rail", d: `M${-2 * reach} ${-away + side}H${2 * reach}` });
  }
  for (const end of [about.begins, about.ends]) make(plan, "path", { class: "axis ends", d: axis, transform: `rotate(${-end})` });
  make(plan, "path", { class: "track", d: arc(tip + about.begins, tip + about.ends, out) });
  const track = make(plan, "path", { class: "track real" });
  const real = make(plan, "path", { class: "axis real", d: axis, transform: `rotate(${-about.begins})` });
  const wanted = make(plan, "path", { class: "axis planned", d: axis, transform: `rotate(${-about.begins})` });
  make(plan, "circle", { class: "hinge", r: 1.5 });

  // -- angle and speed in time ------------------------------------------------------------------------------------------
  const span = about.ends - about.begins, length = about.planned.at(-1)[0], kept = [];
  const across = (seconds) => (seconds / (length * 1.15)) * 1000, up = (angle) => 210 - ((angle - about.begins) / span) * 190;
  const fast = (speed) => 210 - (speed / (about.speed * 1.5)) * 190;
  const line = (id, points) => document.getElementById(id).setAttribute("points", points.map((each) => each.map((one) => one.toFixed(1)).join(",")).join(" "));
  for (let at = 0; at <= 4; at++) make(document.getElementById("grid"), "line", { x1: 0, x2: 1000, y1: 20 + 47.5 * at, y2: 20 + 47.5 * at });
  document.getElementById("strip-scale").textContent = `${about.begins}–${about.ends}° · 0–${((length * 1.15) / 60).toFixed(0)} min · ${about.speed}°/min`;
  line("angle-plan", about.planned.map(([seconds, angle]) => [across(seconds), up(angle)]));
  line("speed-plan", [[0, fast(about.speed)], [1000, fast(about.speed)]]);
  const follow = () => {
    const start = about.started ?? kept[0]?.at;
    line("angle-real", kept.filter((each) => each.angle != null).map((each) => [across(each.at - start), up(each.angle)]));
    line("speed-real", kept.filter((each) => each.speed != null).map((each) => [across(each.at - start), fast(each.speed)]));
  };

  // -- one moment -------------------------------------------------------------------------------------------------------
  const write = (box, value, fresh) => {
    const said = box.querySelector("output");
    box.classList.toggle("stale", !fresh && (value != null || said.textContent !== "—"));
    if (value != null) said.textContent = digits(value);
    const bar = box.querySelector("rect"), range = about.channels[box.dataset.channel]?.range;
    if (bar && value != null) bar.setAttribute("width", Math.max(0, Math.min(100, (Math.abs(value) / range[1]) * 100)));
  };
  const turned = (box, angle, fresh) => {
    if (angle != null) box.setAttribute("transform", `rotate(${-angle})`);
    box.classList.toggle("far", !fresh);
  };
  const swings = (box, spectrum, fresh) => {
    box.classList.toggle("stale", !fresh);
    if (!spectrum) return;
    const most = Math.max(...spectrum.values), count = spectrum.values.length;
    const points = spectrum.values.map((each, at) => `${(((at + 0.5) / count) * 1000).toFixed(1)},${(152 - (most ? each / most : 0) * 144).toFixed(1)}`);
    box.querySelector("polyline").setAttribute("points", points.join(" "));
    const at = (spectrum.values.indexOf(most) + 0.5) * spectrum.wide, unit = about.channels[box.dataset.spectrum].unit;
    box.querySelector("output").textContent = `${digits(most)} ${unit}, ${at.toFixed(2)} Hz (0–${(count * spectrum.wide).toFixed(0)} Hz)`;
  };
  const show = (told, fresh) => {
    const value = (name) => told.channels[name]?.value ?? null, isFresh = (name) => fresh && Boolean(told.channels[name]?.fresh);
    for (const box of page.querySelectorAll("[data-channel]")) write(box, value(box.dataset.channel), isFresh(box.dataset.channel));
    for (const box of page.querySelectorAll("[data-figure]")) {
      const figure = told.figures[box.dataset.figure] ?? null;
      write(box, figure, fresh && figure != null);
    }
    turned(real, value(names.angle), isFresh(names.angle));
    turned(wanted, told.figures["planned angle"], fresh);
    if (value(names.angle) != null) track.setAttribute("d", arc(tip + about.begins, tip + value(names.angle), out));
    const tilt = [value(names.along), value(names.inward)], bubble = document.getElementById("bubble");
    if (tilt.every((each) => each != null)) {
      const size = Math.max(1, Math.hypot(...tilt) / 0.2);
      document.getElementById("tilt").setAttribute("transform", `translate(${tilt[0] / 0.2 / size} ${-tilt[1] / 0.2 / size})`);
      document.getElementById("tilt-said").textContent = tilt.map((each) => `${each.toFixed(4)}°`).join("  ");
    }
    bubble.parentElement.classList.toggle("stale", !isFresh(names.along) || !isFresh(names.inward));
    for (const box of page.querySelectorAll("[data-spectrum]")) swings(box, told.spectra?.[box.dataset.spectrum], isFresh(box.dataset.spectrum));
    document.getElementById("moment").textContent = clock(told.at);
  };
  const state = (words, light) => {
    const box = document.getElementById("state");
    box.textContent = words;
    box.className = `light ${light}`;
  };

  // -- from a recording -------------------------------------------------------------------------------------------------
  const replay = async () => {
    const recorded = await (await fetch(page.dataset.samples)).json(), slider = document.getElementById("at");
    const moments = recorded.at.map((at, step) => ({
      at,
      figures: recorded.figures[step],
      channels: Object.fromEntries(Object.entries(recorded.channels).map(([name, each]) => [name, { value: each[step], fresh: each[step] != null }])),
    }));
    for (const each of moments) kept.push({ at: each.at, angle: each.channels[names.angle]?.value, speed: each.channels[names.speed]?.value });
    follow();
    state(page.dataset.replayed, "yellow");
    if (!moments.length) return;
    slider.max = moments.length - 1;
    const at = () => { const each = moments[Number(slider.value)]; slider.setAttribute("aria-valuetext", clock(each.at)); show(each, true); };
    slider.addEventListener("input", at);
    let playing = null;
    const step = moments.length > 1 ? moments[1].at - moments[0].at : 1;
    document.getElementById("play").addEventListener("click", () => {
      if (playing) { clearInterval(playing); playing = null; return; }
      const begun = performance.now(), from = Number(slider.value) >= moments.length - 1 ? 0 : Number(slider.value);
      playing = setInterval(() => {
        const gone = ((performance.now() - begun) / 1000) * Number(document.getElementById("pace").value);
        slider.value = Math.min(from + Math.floor(gone / step), moments.length - 1);
        at();
        if (Number(slider.value) >= moments.length - 1) { clearInterval(playing); playing = null; }
      }, 100);
    });
    at();
  };

  // -- as it is measured ------------------------------------------------------------------------------------------------
  const live = () => {
    let last = null, heard = 0, held = false, version = Number(page.dataset.version);
    const draw = () => {
      const fresh = last != null && last.age != null && last.age < 2 && performance.now() - heard < 2000;
      if (fresh) state(page.dataset.live, "green");
      else state(last?.channels ? page.dataset.stale : page.dataset.gone, "red");
      if (last?.channels && !held) { show(last, fresh); follow(); }
      else if (last?.channels && !fresh) show(last, false);
    };
    const stream = new EventSource(page.dataset.stream);
    stream.onmessage = (event) => {
      const told = JSON.parse(event.data);
      heard = performance.now();
      if (told.channels) {
        const angle = told.channels[names.angle], speed = told.channels[names.speed];
        if (told.frames !== last?.frames && (!kept.length || told.at - kept.at(-1).at >= 1)) kept.push({ at: told.at, angle: angle?.fresh ? angle.value : null, speed: speed?.fresh ? speed.value : null });
      }
      if (told.version !== version) {
        version = told.version;
        htmx.trigger("#log", "changed");
      }
      last = told;
      draw();
    };
    setInterval(draw, 500);
    document.getElementById("pause")?.addEventListener("click", (event) => {
      held = !held;
      event.currentTarget.setAttribute("aria-pressed", String(held));
    });
  };
  if ("replay" in page.dataset) replay(); else live();
})();
