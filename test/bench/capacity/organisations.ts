import { anOffice, hostsFor, hours, officeArrival, officeLeaving, type OrganisationKind } from './organisation-kind.ts';

const flexParts = [
  { weight: 0.5, from: hours('9:00'), to: hours('17:30'), flex: 120, fixed: true },
  { weight: 0.3, from: hours('11:00'), to: hours('19:30'), flex: 120, fixed: true },
  { weight: 0.2, from: hours('13:30'), to: hours('18:00'), flex: 180 },
];

/** The organisations that are reported. None of them is used for tuning: those are in tuning-organisations.ts. */
export const organisations: OrganisationKind[] = [
  anOffice({ id: 'office-50', title: 'Small office', people: 50 }),
  anOffice({
    id: 'licences-50',
    title: '50 licences shared by a city of 600 (after Ina)',
    people: 600,
    share: [0.07, 0.075, 0.078, 0.075, 0.07, 0.002, 0.002],
    pool: { hosts: hostsFor(50, 10), zones: 1, licences: 50, startsPerMinute: 20 },
    walkIns: { aDay: 0, from: 480, to: 1080, staysMin: 60 },
    leaving: { ...officeLeaving, closes: 0.2, back: 0.02 },
  }),
  anOffice({
    id: 'city-spring',
    title: 'City of 1,100 in spring, staff change on 1 April (after Kamakura)',
    people: 1100,
    begins: '2027-03-15',
    holidays: ['2027-03-21', '2027-03-22', '2027-04-29'],
    learningDays: 14,
    measuredDays: 10,
    events: [{ is: 'staff-change', day: '2027-04-01', share: 0.25 }],
  }),
  anOffice({ id: 'city-normal', title: 'City of 1,100, autumn (after Kamakura)', people: 1100 }),
  anOffice({
    id: 'half-days',
    title: 'Half days prevail',
    people: 400,
    parts: [
      { weight: 0.3, from: hours('8:30'), to: hours('17:15') },
      { weight: 0.35, from: hours('8:30'), to: hours('12:15') },
      { weight: 0.35, from: hours('13:00'), to: hours('17:15') },
    ],
  }),
  anOffice({
    id: 'call-centre',
    title: 'Call centre in shifts, seven days',
    people: 500,
    share: [0.7, 0.7, 0.7, 0.7, 0.7, 0.5, 0.45],
    parts: [
      { weight: 0.35, from: hours('7:00'), to: hours('15:30'), fixed: true },
      { weight: 0.35, from: hours('10:00'), to: hours('18:30'), fixed: true },
      { weight: 0.3, from: hours('13:30'), to: hours('22:00'), fixed: true },
    ],
    arrival: { earliest: -15, mode: -7, latest: 3, lateShare: 0.03, lateUpTo: 40, habit: 2 },
    leaving: { ...officeLeaving, earlyShare: 0.03, longShare: 0.06, longUpTo: 45, closes: 0.1, back: 0.02 },
    lunch: { out: 0.2, from: hours('12:30'), to: hours('13:15') },
  }),
  anOffice({
    id: 'university',
    title: 'University, early and late, flexible hours (Berlin)',
    people: 800,
    timeZone: 'Europe/Berlin',
    holidays: ['2026-10-31', '2026-11-01'],
    share: [0.35, 0.4, 0.4, 0.4, 0.45, 0.06, 0.04],
    parts: flexParts,
    arrival: { ...officeArrival, earliest: -40, latest: 45, lateShare: 0.15, lateUpTo: 150, habit: 15 },
    leaving: { ...officeLeaving, earlyShare: 0.2, longShare: 0.25, longUpTo: 150, closes: 0.5, back: 0.2 },
    walkIns: { aDay: 12, from: hours('8:00'), to: hours('21:00'), staysMin: 90 },
  }),
  anOffice({
    id: 'year-end',
    title: 'Year end and holidays, mass cancellation',
    people: 700,
    begins: '2026-12-07',
    learningDays: 16,
    measuredDays: 14,
    holidays: ['2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03', '2027-01-11'],
    events: [{ is: 'mass-cancellation', day: '2026-12-28', at: hours('7:40'), share: 0.6 }],
  }),
  anOffice({
    id: 'no-shows',
    title: 'Heavy no-shows',
    people: 600,
    noShow: { share: 0.3, spread: 0.8 },
    cancelled: 0.1,
    arrival: { ...officeArrival, lateShare: 0.15 },
  }),
  anOffice({
    id: 'open-pool',
    title: 'Open pool with many walk-ins, two sizes of host',
    people: 500,
    share: [0.3, 0.35, 0.35, 0.3, 0.4, 0.03, 0.02],
    walkIns: { aDay: 90, from: hours('7:30'), to: hours('20:00'), staysMin: 150 },
    pool: {
      hosts: [
        { count: 14, maxSessions: 16, price: 1, size: 'D8s_v5' },
        { count: 10, maxSessions: 8, price: 0.5, size: 'D4s_v5' },
      ],
      zones: 2,
      licences: null,
      startsPerMinute: 30,
    },
  }),
  anOffice({
    id: 'bank-3000',
    title: 'Bank of 3,000, hosts of 24, habits of its own',
    people: 3000,
    begins: '2026-10-13',
    learningDays: 8,
    measuredDays: 5,
    pool: { hosts: hostsFor(1650, 24, 1.9, 'D16s_v5'), zones: 3, licences: null, startsPerMinute: 40 },
    parts: [
      { weight: 0.8, from: hours('8:45'), to: hours('17:30') },
      { weight: 0.2, from: hours('9:30'), to: hours('18:30'), flex: 60, fixed: true },
    ],
    arrival: { ...officeArrival, earliest: -35, mode: -12, latest: 5, habit: 6 },
    leaving: { ...officeLeaving, longShare: 0.3, longUpTo: 120, back: 0.03 },
  }),
  anOffice({
    id: 'ministry-10000',
    title: 'Ministry of 10,000',
    people: 10_000,
    begins: '2026-10-13',
    learningDays: 6,
    measuredDays: 3,
    pool: { hosts: hostsFor(5500, 16), zones: 3, licences: null, startsPerMinute: 60 },
  }),
];

/** Runs with an outage, a quota or an emergency without notice: reported apart, for somebody must wait in them. */
export const troubles: OrganisationKind[] = [
  anOffice({
    id: 'emergency',
    title: 'Typhoon, everybody stays at home, told at 6:10',
    people: 700,
    pool: { hosts: hostsFor(700, 16), zones: 3, licences: null, startsPerMinute: 60 },
    events: [
      { is: 'emergency', day: '2026-10-21', at: hours('6:10'), share: 0.9, booked: true },
      { is: 'emergency', day: '2026-10-28', at: hours('6:10'), share: 0.8, booked: false },
    ],
  }),
  anOffice({
    id: 'zone-outage',
    title: 'A zone is lost at 10:12',
    people: 600,
    events: [{ is: 'zone-outage', day: '2026-10-22', at: hours('10:12'), until: hours('15:00'), zone: 2 }],
  }),
  anOffice({
    id: 'quota',
    title: 'Quota: fewer hosts than needed, two days',
    people: 400,
    events: [
      { is: 'quota', day: '2026-10-21', hosts: 10 },
      { is: 'quota', day: '2026-10-22', hosts: 10 },
    ],
  }),
  anOffice({
    id: 'failing-boots',
    title: 'Three in a hundred starts fail',
    people: 500,
    pool: { hosts: hostsFor(300, 16), zones: 3, licences: null, startsPerMinute: 10, failing: 0.03 },
  }),
];

/** Under `--full` besides. */
export const large: OrganisationKind[] = [
  anOffice({
    id: 'nation-100000',
    title: 'Authority of 100,000, 4,400 hosts',
    people: 100_000,
    learningDays: 8,
    measuredDays: 2,
    pool: {
      hosts: [{ count: 4400, maxSessions: 16, price: 1, size: 'D8s_v5' }],
      zones: 3,
      licences: null,
      startsPerMinute: 200,
    },
  }),
];
