/* Draws the figures of a tile as a chart. A script, since a chart tells its course at a glance, which the table beside
   it does not; the table has the same figures, and stands there without it. */
"use strict";
(() => {
  const drawn = new Map();
  const colours = ["--stone", "--action", "--yellow", "--muted", "--green", "--red"];

  const draw = (box) => {
    const look = getComputedStyle(box), named = (name) => look.getPropertyValue(name).trim();
    const { labels, series } = JSON.parse(box.dataset.figures);
    const text = { color: named("--muted"), fontFamily: look.fontFamily, fontSize: parseFloat(look.fontSize) * 0.8 };
    const line = { lineStyle: { color: named("--hairline") } };
    const lying = "lying" in box.dataset; // names do not fit side by side on a phone, days do
    const names = { type: "category", data: labels, axisTick: { show: false }, axisLine: line };
    const counts = { type: "value", minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: line };
    const beside = { ...text, width: box.clientWidth * 0.4, overflow: "break", interval: 0 };
    const axes = lying
      ? { xAxis: counts, yAxis: { ...names, inverse: true, axisLabel: beside } }
      : { xAxis: { ...names, axisLabel: text }, yAxis: counts };
    const chart = echarts.init(box);
    chart.setOption({
      animation: false,
      color: colours.map(named),
      textStyle: text,
      grid: { left: 4, right: lying ? 40 : 8, top: 12, bottom: 4, containLabel: true },
      ...axes,
      series: series.map(({ name, values }) => ({ name, type: "bar", stack: "all", data: values, barCategoryGap: "30%", silent: true, label: { ...text, show: lying, position: "right" } })),
    });
    drawn.set(box, chart);
  };

  const drawWithin = (part) => {
    for (const [box, chart] of drawn) if (!box.isConnected) { chart.dispose(); drawn.delete(box); }
    for (const box of part.querySelectorAll("[data-figures]")) if (!drawn.has(box)) draw(box);
  };

  drawWithin(document);
  document.addEventListener("htmx:afterSettle", () => drawWithin(document));
  addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
})();
