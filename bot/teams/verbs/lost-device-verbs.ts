import { z } from 'zod';
import { reportLostDevice, stopDesktopBookings } from '../../../flows/lost-device/report-lost-device.ts';
import { text, uuid, verb, version, words, type Verb } from './verb.ts';

const report = z.object({ reportId: uuid, version });
const bookings = z.array(z.object({ bookingId: uuid, version })).max(100);

/** Telling of a lost device, and giving back what it could be used with. */
export const lostDeviceVerbs: Record<string, Verb> = {
  'lost-device.report': verb(
    report.extend({ device: text, since: words, note: words }),
    (tx, deps, person, { since, ...command }) => reportLostDevice(tx, deps, person, { ...command, sinceWhen: since }),
  ),
  'lost-device.stop': verb(report.extend({ bookings }), stopDesktopBookings),
};
