/** A percentage as people say it: `42%`, `3.7%`, never 0% or 100% when it is not quite so. */
export function percentText(percent: number): string {
  if (percent > 0 && percent < 0.1) return "<0.1%";
  if (percent < 10) return `${Math.round(percent * 10) / 10}%`;
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : Math.round(percent)}%`;
}
