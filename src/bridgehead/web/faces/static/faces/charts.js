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
    const chart = echarts.init(box);
    chart.setOption({
      animation: false,
      color: colours.map(named),
      textStyle: text,
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: labels, axisLabel: text, axisTick: { show: false }, axisLine: line },
      yAxis: { type: "value", minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: line },
      series: series.map(({ name, values }) => ({ name, type: "bar", stack: "all", data: values, barCategoryGap: "30%", silent: true })),
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
