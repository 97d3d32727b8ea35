// Numbers and times as text. Every function gives '' for what is not known.

function angle(value, width, positive, negative) {
  if (value === undefined) return '';
  // Counted in ten-thousandths of a minute, so that rounding carries into the degrees.
  const units = Math.round(Math.abs(value) * 600000);
  const degrees = Math.floor(units / 600000);
  const minutes = (units % 600000) / 10000;
  return `${String(degrees).padStart(width, '0')}°${minutes.toFixed(4).padStart(7, '0')}′${value < 0 ? negative : positive}`;
}

export function position(lat, lon) {
  if (lat === undefined || lon === undefined) return '';
  return `${angle(lat, 2, 'N', 'S')} ${angle(lon, 3, 'E', 'W')}`;
}

export function decimal(value, digits) {
  return value === undefined ? '' : value.toFixed(digits);
}

export function degrees(value) {
  return value === undefined ? '' : `${String(Math.round(value) % 360).padStart(3, '0')}°`;
}

export function count(value) {
  return value.toLocaleString('en');
}

export function rate(value) {
  return value < 10 && value > 0 ? value.toFixed(1) : count(Math.round(value));
}

export function age(ms) {
  if (!Number.isFinite(ms)) return '';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** Milliseconds since 1970 of an ISO time with any number of decimals. */
export function parseTime(iso) {
  return Date.parse(`${iso.slice(0, 23)}Z`);
}

export function clock(ms) {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 19) : '';
}

export function dateAndClock(ms) {
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '';
}
