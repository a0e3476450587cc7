import { decideCancel, giveBack } from '../booking/cancel-booking.ts';
import type { Deps } from '../deps.ts';
import { loseDevices } from '../devices/lose-devices.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { LOST_DEVICES, type LostDeviceReport } from './lost-device-report.ts';
import { lostDeviceForm, showReported, type LostDeviceView } from './lost-device-view.ts';

const PHONE = /スマホ|スマートフォン|携帯|電話|iphone|\bphone\b|\bmobile\b(?! pc)/i;

/** Somebody wrote that a device is lost: the form that tells the ICT section, as much of it as the words say. */
export function answerLostDevice(_tx: Tx, deps: Deps, _person: Person, text: string): Promise<LostDeviceView> {
  return Promise.resolve(lostDeviceForm(deps, PHONE.test(text.normalize('NFKC')) ? { device: 'phone' } : {}));
}

/**
 * Tells the ICT section at once, in the transaction of the tap. The form's id is the report's: pressed again it tells
 * nobody twice. Certificates of what may be meant are revoked at once. Bookings can be used
 * from another device, so nothing else is taken away by itself: the person is offered to give back those that use a
 * desktop, which ends the access for every device.
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
 * booked since stays and is shown. Access ends with them, and open sessions are looked at now. Repeating changes nothing.
 */
export async function stopDesktopBookings(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { reportId: string; bookings: { bookingId: string; version: number }[] },
): Promise<LostDeviceView> {
  const versions = new Map(command.bookings.map((one) => [one.bookingId, one.version]));
  const shown = (await tx.bookings.lock([...versions.keys()])).filter(
    (one) => one.personId === person.id && one.poolId !== null && decideCancel(one, versions.get(one.id) ?? 0).ok,
  );
  await giveBack(tx, deps, person, shown);
  const cancelled = shown.length;
  return showReported(tx, deps, person, { state: 'stopped', reportId: command.reportId, cancelled });
}
