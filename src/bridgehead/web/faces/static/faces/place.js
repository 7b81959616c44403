/* Asks for a place on the map of a question when somebody opens it: most know the degrees or leave them out. What is
   chosen is written into the two inputs, which work without all this. */
"use strict";
(() => {
  const DIGITS = 5;

  const open = async (place) => {
    const [east, north] = place.querySelectorAll("input");
    place.querySelector("[data-open]").hidden = true;
    place.querySelector("[data-ground]").hidden = false;
    try {
      const map = await ground.opened(place), marker = new maplibregl.Marker({ color: getComputedStyle(place).getPropertyValue("--action").trim() });
      const typed = () => [east, north].map((input) => Number.parseFloat(input.value));
      const mark = () => {
        const [x, y] = typed();
        if (Math.abs(x) <= 180 && Math.abs(y) <= 90) marker.setLngLat([x, y]).addTo(map);
        else marker.remove();
      };
      const take = ({ lng, lat }) => {
        [east.value, north.value] = [lng, lat].map((degrees) => degrees.toFixed(DIGITS));
        mark();
      };
      map.on("click", (event) => take(event.lngLat));
      place.querySelector("[data-middle]").addEventListener("click", () => take(map.getCenter()));
      for (const input of [east, north]) input.addEventListener("change", mark);
      mark();
      map.once("load", () => ground.drawn(place));
    } catch {
      ground.instead(place);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".place [data-open]");
    if (button) open(button.closest(".place"));
  });
})();
