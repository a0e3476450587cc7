import type { Language } from '../flows/organisation.ts';
import type { AttendanceLine } from '../flows/work/attendance.ts';
import { inputTime, localDayOf } from './day-and-time.ts';
import { textIn } from './texts/text-in.ts';
import { type AttendanceColumn, workTextIn } from './texts/work.ts';

/** The attendance report as a table for a spreadsheet: headings, then a row for each person and day. */
export function attendanceTable(lines: readonly AttendanceLine[], language: Language, timeZone: string): string[][] {
  const { columns, yes, no } = workTextIn(language).report;
  const places = textIn(language).places;
  const cells = (line: AttendanceLine): Record<AttendanceColumn, string> => {
    const time = (at: Date | null) => (at ? timeOfDay(at, line.day, timeZone) : '');
    return {
      upn: line.upn,
      name: line.name,
      section: line.section?.[language] ?? '',
      day: line.day,
      place: line.places.map((place) => places[place]).join(' '),
      bookedFrom: time(line.bookedFrom),
      bookedTo: time(line.bookedTo),
      started: time(line.started),
      finished: time(line.finished),
      pauses: line.pauses.map(({ from, to }) => `${time(from)}-${time(to)}`).join(' '),
      pausedMinutes: `${line.pausedMinutes}`,
      workedMinutes: `${line.workedMinutes}`,
      corrected: line.corrected ? yes : no,
      open: line.open ? yes : no,
    };
  };
  const names = Object.keys(columns) as AttendanceColumn[];
  return [names.map((name) => columns[name]), ...lines.map(cells).map((row) => names.map((name) => row[name]))];
}

/** `17:15`; past midnight `24:30`, as attendance sheets write the hours that still belong to the day. */
function timeOfDay(at: Date, day: string, timeZone: string): string {
  const time = inputTime(at, timeZone);
  const on = localDayOf(at, timeZone);
  if (on <= day) return time;
  const [hours, minutes] = time.split(':') as [string, string];
  const days = Math.round((Date.parse(on) - Date.parse(day)) / 86_400_000);
  return `${Number(hours) + 24 * days}:${minutes}`;
}
