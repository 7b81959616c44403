/* The map below a form or a list: loaded when somebody opens it, since the library is large. It has the outline of the
   city and lines a tenth of a degree apart; what else stands on it is the business of whoever opens it. */
"use strict";
const ground = (() => {
  const EVERY = 0.1, BEYOND = 12, MOST_LINES = 80;

  const loaded = new Map();
  const load = (element, source, address) => {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((done, failed) => {
        element[source] = address;
        element.addEventListener("load", done);
        element.addEventListener("error", failed);
        document.head.append(element);
      }));
    }
    return loaded.get(address);
  };

  const bounds = (outline) => {
    const points = outline.flat(2), [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };

  const graticule = ([west, south, east, north]) => {
    const steps = (from, to) => {
      const first = Math.floor(from / EVERY) - BEYOND, many = Math.min(Math.ceil(to / EVERY) + BEYOND - first, MOST_LINES);
      return Array.from({ length: many + 1 }, (_, n) => (first + n) * EVERY);
    };
    const xs = steps(west, east), ys = steps(south, north);
    return [...xs.map((x) => [[x, ys[0]], [x, ys.at(-1)]]), ...ys.map((y) => [[xs[0], y], [xs.at(-1), y]])];
  };

  const style = (outline, box, colour) => {
    const source = (type, coordinates) => ({ type: "geojson", data: { type: "Feature", properties: {}, geometry: { type, coordinates } } });
    return {
      version: 8,
      sources: { lines: source("MultiLineString", graticule(box)), city: source("MultiPolygon", outline) },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": colour("--paper") } },
        { id: "ground", type: "fill", source: "city", paint: { "fill-color": colour("--sheet") } },
        { id: "lines", type: "line", source: "lines", paint: { "line-color": colour("--hairline"), "line-width": 1 } },
        { id: "border", type: "line", source: "city", paint: { "line-color": colour("--stone"), "line-width": 2 } },
      ],
    };
  };

  const opened = async (place) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet" });
    await Promise.all([load(document.createElement("script"), "src", place.dataset.script), load(sheet, "href", place.dataset.style)]);
    const look = getComputedStyle(place), colour = (name) => look.getPropertyValue(name).trim();
    const outline = JSON.parse(place.dataset.outline), box = bounds(outline), said = place.dataset;
    maplibregl.setWorkerUrl(said.worker);
    const map = new maplibregl.Map({
      container: place.querySelector(".map"),
      style: style(outline, box, colour),
      bounds: box,
      fitBoundsOptions: { padding: 16 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: { "Map.Title": said.mapLabel, "NavigationControl.ZoomIn": said.closer, "NavigationControl.ZoomOut": said.farther },
    });
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    return map;
  };

  const drawn = (place) => place.querySelector(".map").setAttribute("data-drawn", "");

  const instead = (place) => {
    place.querySelector("[data-ground]").hidden = true;
    place.querySelector("[data-no-map]").hidden = false;
  };

  return { opened, drawn, instead };
})();
