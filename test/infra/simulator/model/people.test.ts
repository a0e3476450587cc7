import assert from 'node:assert/strict';
import { DesktopModel } from '../../../../infra/simulator/model/desktop-model.ts';
import { PeopleModel } from '../../../../infra/simulator/model/people.ts';
import type { PeopleSettings } from '../../../../infra/simulator/model/people.ts';

const minute = 60_000;
const hour = 60 * minute;
const midnight = Date.UTC(2026, 11, 1, 15); // in Tokyo
const booked = { id: 'day', start: midnight + 8.5 * hour, end: midnight + 17.25 * hour };

function aPool(people: number, settings: Partial<PeopleSettings> = {}, seed = 1) {
  const hosts = Array.from({ length: Math.ceil(people / 16) }, (_, number) => `h${number}`);
  const pools = [{ id: 'p', kind: 'pooled' as const, group: null, maxSessions: 16, hosts, boot: { neverChance: 0 } }];
  const model = new DesktopModel({ seed, now: midnight, pools });
  const crowd = new PeopleModel(model, {
    seed,
    poolOf: () => 'p',
    noticeMinutesOf: () => 90,
    lunchOf: () => ({ start: midnight + 12 * hour, end: midnight + 13 * hour }),
    actsAlone: () => true,
    ...settings,
  });
  return { model, crowd, hosts };
}

/** The most sessions, active and disconnected, by quarter hours of the day. */
function watch(model: DesktopModel, until: number) {
  const seen: { hour: number; active: number; disconnected: number }[] = [];
  while (model.now < until) {
    model.advanceTo(model.now + 15 * minute);
    const all = model.allSessions();
    const disconnected = all.filter(({ disconnectedAt }) => disconnectedAt !== null).length;
    seen.push({ hour: (model.now - midnight) / hour, active: all.length - disconnected, disconnected });
  }
  return seen;
}

describe('simulated people', () => {
  it('spend a day: early, late, at lunch, over time, and are all gone in the evening', () => {
    const { model, crowd, hosts } = aPool(800);
    for (let number = 0; number < 800; number += 1) crowd.setBookings(`u${number}`, [booked]);
    model.advanceTo(midnight + 7 * hour);
    for (const host of hosts) model.start('p', host);

    const seen = watch(model, midnight + 24 * hour);

    const at = (time: number) => seen.find(({ hour: each }) => each === time)!;
    assert.ok(at(8.25).active > 40, 'some come early');
    assert.equal(at(8).active, 0, 'but no more than 25 minutes');
    assert.ok(at(9.5).active > 640 && at(9.5).active < 790, 'most are there, some do not come');
    assert.ok(at(12.5).disconnected > 150, 'many close the window at lunch');
    assert.ok(at(14).active > 640, 'and come back');
    assert.ok(at(18).active > 20, 'some stay long');
    assert.ok(at(18).disconnected > 100, 'some close the window instead of signing out');
    assert.deepEqual([at(21).active, at(21).disconnected], [0, 0]);
    assert.deepEqual(model.harm, { forcedLogoffs: 0, lostSessions: 0, refused: 0, waitedOver60s: 0 });
  });

  it('ask each minute for a quarter of an hour and give up: harm within the booked time', () => {
    const { model, crowd } = aPool(50);
    for (let number = 0; number < 50; number += 1) crowd.setBookings(`u${number}`, [booked]);

    model.advanceTo(midnight + 24 * hour);

    assert.ok(model.harm.refused >= 40 && model.harm.refused <= 50, String(model.harm.refused));
    assert.equal(crowd.refusals.length, model.harm.refused);
    for (const { since, at, booked: time, why } of crowd.refusals)
      assert.deepEqual([(at - since) / minute, time, why], [15, booked, 'no-room']);
  });

  it('who came early and found nothing try again at the booked start', () => {
    const { model, crowd, hosts } = aPool(200);
    for (let number = 0; number < 200; number += 1) crowd.setBookings(`u${number}`, [booked]);
    model.advanceTo(booked.start - 6 * minute);
    for (const host of hosts) model.start('p', host);

    model.advanceTo(booked.start + hour);

    assert.equal(model.harm.refused, 0);
    assert.ok(model.allSessions().length > 150);
  });

  it('who were told of a later time come then', () => {
    const { model, crowd, hosts } = aPool(16);
    model.advanceTo(booked.start - 10 * minute);
    for (const host of hosts) model.start('p', host);

    for (let number = 0; number < 16; number += 1) crowd.setBookings(`u${number}`, [booked]);
    model.advanceTo(booked.start + 79 * minute);
    assert.equal(model.allSessions().length, 0);
    model.advanceTo(booked.start + 3 * hour);

    assert.ok(model.allSessions().length > 10);
  });

  it('do nothing by themselves where they are played from outside', () => {
    const { model, crowd, hosts } = aPool(50, { actsAlone: () => false });
    for (const host of hosts) model.start('p', host);
    for (let number = 0; number < 50; number += 1) crowd.setBookings(`u${number}`, [booked]);

    model.advanceTo(midnight + 24 * hour);

    assert.equal(model.sessionOf('u1', 'p'), undefined);
    assert.equal(model.harm.refused, 0);
  });

  it('stay away when the booking is taken back, and keep their course when it is written again unchanged', () => {
    const { model, crowd, hosts } = aPool(32);
    for (const host of hosts) model.start('p', host);
    for (let number = 0; number < 32; number += 1) {
      crowd.setBookings(`u${number}`, [booked]);
      crowd.setBookings(`u${number}`, number < 16 ? [] : [{ ...booked }]);
    }

    model.advanceTo(midnight + 10 * hour);

    const there = new Set(model.allSessions().map(({ user }) => Number(user.slice(1))));
    assert.equal([...there].filter((number) => number < 16).length, 0);
    assert.ok(there.size > 10);
  });

  it('ask again when they are thrown off', () => {
    const { model, crowd, hosts } = aPool(32);
    for (const host of hosts) model.start('p', host);
    for (let number = 0; number < 16; number += 1) crowd.setBookings(`u${number}`, [booked]);
    model.advanceTo(midnight + 10 * hour);
    const before = model.sessionsOn('p', 'h0');
    assert.ok(before > 0);

    model.deallocate('p', 'h0');
    model.advanceTo(midnight + 10.2 * hour);

    assert.equal(model.harm.forcedLogoffs, before);
    assert.ok(model.sessionsOn('p', 'h1') >= before);
  });
});
