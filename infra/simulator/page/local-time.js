/** Times of day in the organisation's zone. */
export function parts(iso, zone) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
}

export function timeOf(iso, zone, withSeconds = false) {
  const { hour, minute, second } = parts(iso, zone);
  return withSeconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
}

/** The year only where the page needs it. */
export function dayOf(iso, zone, language, withYear = false) {
  const year = withYear ? { year: 'numeric' } : {};
  const options = { timeZone: zone, ...year, month: 'short', day: 'numeric', weekday: 'short' };
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', options).format(new Date(iso));
}

export function isSameDay(a, b, zone) {
  const day = (iso) => {
    const { year, month, day: number } = parts(iso, zone);
    return `${year}-${month}-${number}`;
  };
  return day(a) === day(b);
}

/** The next instant after `iso` at which clocks of the zone show `hour`:00. */
export function nextHour(iso, zone, hour) {
  const wanted = String(hour).padStart(2, '0');
  const step = 15 * 60_000;
  const start = Math.floor(Date.parse(iso) / step) * step + step;
  for (let at = start; at < start + 50 * 60 * 60_000; at += step) {
    const { hour: shown, minute } = parts(at, zone);
    if (shown === wanted && minute === '00') return new Date(at).toISOString();
  }
  throw new Error(`no ${wanted}:00 in ${zone}`);
}
