/** Returns the day in UTC, in ISO format: `2027-01-31`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date?.toJSON()?.startsWith(text) === true;
}

export function daysAfter(day: string, count: number): string {
  return dayOf(new Date(Date.parse(day) + count * 86_400_000));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
