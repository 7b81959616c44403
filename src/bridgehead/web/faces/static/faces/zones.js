/* Draws zones and projects on the map of a list when somebody opens it; the tables below say the same without it. */
"use strict";
(() => {
  const KINDS = ["--stone", "--green", "--action"];
  const VERDICTS = { refused: "--red", undetermined: "--yellow", open: "--yellow", clear: "--green" };

  const layers = (look) => {
    const colour = (name) => look.getPropertyValue(name).trim();
    const kind = ["match", ["%", ["get", "of"], KINDS.length], ...KINDS.flatMap((name, at) => [at, colour(name)]), colour("--stone")];
    const verdict = ["match", ["get", "verdict"], ...Object.entries(VERDICTS).flatMap(([said, name]) => [said, colour(name)]), colour("--ink")];
    const zones = ["has", "zone"], projects = ["has", "verdict"];
    return [
      { id: "zones", type: "fill", source: "features", filter: zones, paint: { "fill-color": kind, "fill-opacity": 0.18 } },
      { id: "lines-of-zones", type: "line", source: "features", filter: zones, paint: { "line-color": kind, "line-width": 1.5, "line-dasharray": [4, 2] } },
      { id: "projects", type: "fill", source: "features", filter: projects, paint: { "fill-color": verdict, "fill-opacity": 0.35 } },
      { id: "lines-of-projects", type: "line", source: "features", filter: projects, paint: { "line-color": verdict, "line-width": 2 } },
    ];
  };

  const around = (features) => {
    const points = features.flatMap((each) => each.geometry.coordinates.flat(2));
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [least, most] = [Math.min, Math.max].map((of) => (all) => all.reduce((one, other) => of(one, other)));
    return [least(xs), least(ys), most(xs), most(ys)];
  };

  const show = (list, map, data) => {
    map.addSource("features", { type: "geojson", data });
    for (const layer of layers(getComputedStyle(list))) map.addLayer(layer);
    if (data.features.length) map.fitBounds(around(data.features), { padding: 24, animate: false });
    const told = list.querySelector("[data-told]");
    map.on("click", ({ point }) => {
      const found = map.queryRenderedFeatures(point, { layers: ["projects", "zones"] });
      if (found.length) told.textContent = found.map(({ properties }) => `${properties.name} · ${properties.says}`).join(" — ");
    });
    ground.drawn(list);
  };

  const open = async (list) => {
    list.querySelector("[data-open]").hidden = true;
    list.querySelector("[data-ground]").hidden = false;
    try {
      const [map, data] = await Promise.all([ground.opened(list), fetch(list.dataset.features).then((answer) => answer.json())]);
      if (map.loaded()) show(list, map, data);
      else map.once("load", () => show(list, map, data));
    } catch {
      ground.instead(list);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".zones [data-open]");
    if (button) open(button.closest(".zones"));
  });
})();
