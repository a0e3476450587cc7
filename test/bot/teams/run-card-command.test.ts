import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCardCommand } from '../../../bot/teams/run-card-command.ts';
import { senderOf } from '../../../bot/teams/sender.ts';
import { idOf, TENANT } from '../../support/builders.ts';

const id = idOf('booking');

describe('reading a pressed button', () => {
  it('takes our verbs with their data', () => {
    assert.deepEqual(parseCardCommand('booking.confirm', { draftId: id, version: 2 }), {
      verb: 'booking.confirm',
      data: { draftId: id, version: 2 },
    });
    assert.deepEqual(parseCardCommand('booking.cancel', { bookingId: id, version: '2' }), {
      verb: 'booking.cancel',
      data: { bookingId: id, version: 2 },
    });
    assert.deepEqual(parseCardCommand('approval.reject', { bookingId: id, version: 1, comment: '  no  ' }), {
      verb: 'approval.reject',
      data: { bookings: [{ bookingId: id, version: 1 }], comment: 'no' },
    });
    assert.deepEqual(parseCardCommand('booking.form', undefined), { verb: 'booking.form', data: {} });
  });

  it('takes what clients make of an empty input', () => {
    for (const comment of ['', '   ', null, undefined]) {
      const command = parseCardCommand('approval.approve', { bookingId: id, version: 1, comment });
      assert.equal((command!.data as { comment: unknown }).comment, null, `${comment}`);
    }
    const edit = parseCardCommand('booking.edit', {
      draftId: id,
      version: 1,
      day: null,
      part: '',
      from: null,
      to: null,
    });
    assert.ok(edit);
  });

  it('takes all days of the largest request an organisation may allow', () => {
    const bookings = Array.from({ length: 366 }, () => ({ bookingId: id, version: 1 }));

    assert.ok(parseCardCommand('approval.approve', { bookings }));
    assert.equal(parseCardCommand('approval.approve', { bookings: [...bookings, ...bookings] }), null);
  });

  it('cuts a comment to its length and refuses one that no form can send', () => {
    const long = parseCardCommand('approval.reject', { bookingId: id, version: 1, comment: 'x'.repeat(3000) });

    assert.equal((long!.data as { comment: string }).comment.length, 500);
    assert.equal(
      parseCardCommand('approval.reject', { bookingId: id, version: 1, comment: 'x'.repeat(100_000) }),
      null,
    );
  });

  it('refuses ids and versions that are none', () => {
    for (const data of [
      {},
      null,
      [],
      'x',
      { bookingId: id },
      { bookingId: id, version: -1 },
      { bookingId: id, version: 1.5 },
      { bookingId: id, version: 1e300 },
      { bookingId: id, version: 'NaN' },
      { bookingId: `${id}\0`, version: 1 },
      { bookingId: [id], version: 1 },
      { bookingId: { $gt: '' }, version: 1 },
      { bookingId: `${id}' --`, version: 1 },
    ])
      assert.equal(parseCardCommand('booking.cancel', data), null, JSON.stringify(data));
  });

  it('never throws, whatever it is given', () => {
    const verbs = ['booking.confirm', 'booking.edit', 'booking.cancel', 'approval.approve', 'constructor', '__proto__'];
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...verbs), fc.anything()),
        fc.anything({ withNullPrototype: true }),
        (verb, data) => {
          parseCardCommand(verb, data);
        },
      ),
    );
  });
});

describe('the sender of an activity', () => {
  const activity = (one: object) =>
    ({ from: { id: '29:x', aadObjectId: id }, conversation: { id: 'c', tenantId: TENANT }, ...one }) as never;

  it('is a member of the tenant, by what the channel vouches for', () => {
    assert.deepEqual(senderOf(activity({}), TENANT), { personId: id, tenantId: TENANT, channelAccountId: '29:x' });
    assert.ok(
      senderOf(activity({ conversation: { id: 'c' }, channelData: { tenant: { id: TENANT.toUpperCase() } } }), TENANT),
    );
    assert.equal(senderOf(activity({ from: { id: 'x', aadObjectId: id.toUpperCase() } }), TENANT)?.personId, id);
  });

  it('is nobody without object id or tenant, or where the two places differ', () => {
    for (const one of [
      { from: undefined },
      { from: { id: 'x' } },
      { from: { id: 'x', aadObjectId: '' } },
      { from: { id: 'x', aadObjectId: [id] } },
      { conversation: undefined },
      { conversation: { id: 'c', tenantId: '' } },
      { conversation: { id: 'c', tenantId: [TENANT] } },
      { channelData: { tenant: { id: idOf('other') } } },
      { conversation: { id: 'c', tenantId: idOf('other') }, channelData: { tenant: { id: TENANT } } },
    ])
      assert.equal(senderOf(activity(one), TENANT), null, JSON.stringify(one));
  });

  it('is not who a card or a name says', () => {
    const forged = activity({
      from: { id: 'x', name: id, properties: { aadObjectId: id } },
      value: { from: { aadObjectId: id } },
    });

    assert.equal(senderOf(forged, TENANT), null);
  });
});
