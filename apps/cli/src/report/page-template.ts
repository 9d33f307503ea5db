/**
 * The page of a report, for Mustache: one file that needs nothing else, on a screen or on paper. The height of a bar says the
 * same as its colour, so that it shows on a print in black and white.
 */
export const pageTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Availability: {{title}}</title>
<style>
:root { --up: #7cc79a; --down: #b3261e; --maintenance: #5b7bb4; --nothing: #d5d9de; --ink: #1d2329; --faint: #5d6872; }
* { box-sizing: border-box; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem; color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; }
.faint, footer { color: var(--faint); }
.sums { display: flex; flex-wrap: wrap; gap: 2.5rem; margin: 1.2rem 0 .5rem; }
.sums b { display: block; font-size: 1.9rem; font-weight: 600; line-height: 1.2; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
col.name { width: 25%; } col.figure { width: 10%; } col.time { width: 9.6rem; } col.length { width: 6.5rem; } col.monitor { width: 22%; }
th { color: var(--faint); font-weight: 500; text-align: left; }
th, td { border-bottom: 1px solid #e3e6ea; padding: .35rem .6rem .35rem 0; vertical-align: top; overflow-wrap: anywhere; }
th.figure, td.figure { overflow-wrap: normal; text-align: right; white-space: nowrap; }
td.strip { padding: .3rem 0; }
svg { display: block; width: 100%; }
.up { fill: var(--up); } .down { fill: var(--down); } .maintenance { fill: var(--maintenance); }
.unmeasured, .unwatched { fill: var(--nothing); }
text { fill: var(--faint); font: 11px system-ui, sans-serif; }
ul.legend { display: flex; flex-wrap: wrap; gap: 0 1.4rem; list-style: none; margin: .6rem 0; padding: 0; }
ul.legend svg { display: inline-block; height: .9rem; margin-right: .35rem; vertical-align: -.1rem; width: .9rem; }
footer { border-top: 1px solid #e3e6ea; font-size: .87rem; margin-top: 2.5rem; padding-top: .6rem; }
tr, section.chart { break-inside: avoid; }
@media print { body { font-size: 11px; } col.time { width: 8rem; } body { max-width: none; padding: 0; } @page { margin: 15mm; } h2 { break-after: avoid; } }
</style>
</head>
<body>
<h1>Availability: {{title}}</h1>
<p class="faint">{{server}}</p>
<div class="sums">
<div><b>{{available}}</b>available</div>
<div><b>{{outageCount}}</b>{{outageWord}}</div>
<div><b>{{down}}</b>down in all</div>
<div><b>{{monitorCount}}</b>{{monitorWord}}</div>
</div>
<section class="chart">
<h2>Time down by day, all monitors together</h2>
<svg viewBox="0 0 1000 150" role="img" aria-label="Time down by day; the longest is {{longestDay}}">
<line x1="0" y1="130.5" x2="1000" y2="130.5" stroke="#d5d9de"/>
<text x="0" y="12">{{longestDay}}</text>
{{#days}}<rect class="down" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{day}}: {{down}}</title></rect>
{{#label}}<text x="{{x}}" y="145">{{label}}</text>
{{/label}}{{/days}}</svg>
</section>
{{#hosts}}<section>
<h2>{{host}}: {{available}}</h2>
<table>
<col class="name"><col class="figure"><col class="figure"><col class="figure"><col class="figure"><col>
<thead><tr>{{#headings}}<th{{#isFigure}} class="figure"{{/isFigure}}>{{text}}</th>{{/headings}}<th>{{period}}</th></tr></thead>
<tbody>
{{#monitors}}<tr>{{#cells}}<td{{#isFigure}} class="figure"{{/isFigure}}>{{text}}</td>{{/cells}}<td class="strip">
<svg viewBox="0 0 1000 44" height="22" preserveAspectRatio="none" role="img" aria-label="{{name}}: {{available}} available">
{{#spans}}<rect class="{{standing}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{label}}</title></rect>
{{/spans}}</svg></td></tr>
{{/monitors}}</tbody>
</table>
</section>
{{/hosts}}<ul class="legend">
{{#legend}}<li><svg viewBox="0 0 44 44"><rect class="{{standing}}" x="0" y="{{y}}" width="44" height="{{height}}"/></svg>{{meaning}}</li>
{{/legend}}</ul>
<h2>Outages</h2>
{{^outages}}<p>There was no outage.</p>
{{/outages}}{{#hasOutages}}<table>
<col class="time"><col class="time"><col class="length"><col class="monitor"><col>
<thead><tr><th>from</th><th>to</th><th class="figure">down for</th><th>monitor</th><th>reason</th></tr></thead>
<tbody>
{{#outages}}<tr><td class="time">{{began}}</td><td class="time">{{ended}}{{^ended}}still down at the end{{/ended}}</td><td class="figure">{{length}}</td><td>{{monitor}}{{#host}}<br><span class="faint">{{host}}</span>{{/host}}</td><td>{{reason}}</td></tr>
{{/outages}}</tbody>
</table>
{{/hasOutages}}<footer>{{#explanations}}<p>{{.}}</p>
{{/explanations}}</footer>
</body>
</html>
`;
