import { decideCancel, giveBack } from '../booking/cancel-booking.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { loseDevices } from '../devices/lose-devices.ts';
import { localDayOf } from '../local-time.ts';
import { canTakeAgain } from '../no-show/no-show.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { beginEndingSessions } from './end-sessions.ts';
import { LOST_DEVICES, type LostDeviceReport } from './lost-device-report.ts';
import { desktopBookings, lostDeviceForm, showReported, type LostDeviceView } from './lost-device-view.ts';
import { saysLost } from './says-lost.ts';

/** As long as the form lets one be. */
const LONGEST_NOTE = 500;

const OWN = /ipad|タブレット|私物|自宅の|\btablet\b|\bmy own\b/i;
const PHONE = /スマホ|スマートフォン|携帯|電話|iphone|\bphone\b|\bmobile\b(?! pc)/i;

/**
 * Somebody wrote that a device is lost: the form that tells the ICT section, as much of it as the words say. Where the
 * organisation says `at-once` and the words leave no doubt, it is reported by them, and what could be done with the device
 * today ends in this transaction.
 */
export async function answerLostDevice(tx: Tx, deps: Deps, person: Person, text: string): Promise<LostDeviceView> {
  const device = PHONE.test(text.normalize('NFKC')) ? 'phone' : null;
  if (deps.organisation().lostDevice !== 'at-once' || !saysLost(text))
    return lostDeviceForm(deps, device ? { device } : {});
  const reportId = deps.newId();
  const what = device ?? (OWN.test(text.normalize('NFKC')) ? 'own' : 'other');
  const report = { reportId, device: what, sinceWhen: null, note: text.slice(0, LONGEST_NOTE) } as const;
  await reportLostDevice(tx, deps, person, report);
  const now = deps.clock.now();
  const { timeZone } = deps.organisation();
  const today = (await desktopBookings(tx, person.id, now)).filter(
    ({ startsAt }) => localDayOf(startsAt, timeZone) <= localDayOf(now, timeZone),
  );
  const locked = await tx.bookings.lock(today.map((one) => one.id));
  const ended = locked.filter((one) => mayStop(one, one.version, now));
  await giveBack(tx, deps, person, ended);
  await beginEndingSessions(tx, person.id, now);
  return showReported(tx, deps, person, { ...report, state: 'reported', cancelled: ended.length });
}

/**
 * Tells the ICT section at once, in the transaction of the tap. The form's id is the report's: pressed again it tells
 * nobody twice. Certificates of what may be meant are revoked at once, and the gateway lets them in no more. Bookings can be
 * used from another device, so nothing else is taken away by the report: the person is offered to give back those that use
 * a desktop, which ends the access for every device.
 */
export async function reportLostDevice(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { reportId: string; device: string | undefined; sinceWhen: string | null; note: string | null },
): Promise<LostDeviceView> {
  const now = deps.clock.now();
  const { reportId, sinceWhen, note } = command;
  const device = LOST_DEVICES.find((one) => one === command.device);
  if (!device) return lostDeviceForm(deps, { reportId, sinceWhen, note, problem: 'device-missing' });
  if (!(await tx.activities.claim(`lost-device/${reportId}`, now))) {
    const report: LostDeviceReport = {
      id: reportId,
      personId: person.id,
      device,
      sinceWhen,
      note,
      at: now.toISOString(),
    };
    const revoked = await loseDevices(tx, deps, person, device);
    tx.audit.add(
      {
        kind: 'device-reported-lost',
        by: person.id,
        subject: person.id,
        facts: { reportId, device, revoked },
        personal: { sinceWhen, note },
      },
      now,
    );
    for (const personId of deps.roles.peopleWith('ict'))
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'lost-device', report } }, now);
  }
  return showReported(tx, deps, person, { state: 'reported', reportId, device, sinceWhen, note });
}

/**
 * Gives back the person's own bookings that use a desktop, those that the card showed and as it showed them: what was
 * booked since stays and is shown. Access ends with them, and open sessions are disconnected. Repeating changes nothing.
 */
export async function stopDesktopBookings(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { reportId: string; bookings: { bookingId: string; version: number }[] },
): Promise<LostDeviceView> {
  const now = deps.clock.now();
  const versions = new Map(command.bookings.map((one) => [one.bookingId, one.version]));
  const shown = (await tx.bookings.lock([...versions.keys()])).filter(
    (one) => one.personId === person.id && one.poolId !== null && mayStop(one, versions.get(one.id) ?? 0, now),
  );
  await giveBack(tx, deps, person, shown);
  if (shown.length > 0) await beginEndingSessions(tx, person.id, now);
  const cancelled = shown.length;
  return showReported(tx, deps, person, { state: 'stopped', reportId: command.reportId, cancelled });
}

/** As the card showed it; one whose seat went back by itself could be taken again by whoever has the device. */
function mayStop(booking: Booking, version: number, now: Date): boolean {
  return decideCancel(booking, version).ok || (booking.version === version && canTakeAgain(booking, now));
}
