import { anOffice, hostsFor, hours, officeArrival, officeLeaving, type OrganisationKind } from './organisation-kind.ts';

/** Seeds of tuning; the reported runs have others. */
export const tuningSeeds = [101, 102];

/** Organisations that the planner's numbers were chosen on. None of them is reported. */
export const tuningOrganisations: OrganisationKind[] = [
  anOffice({
    id: 'tune-town',
    title: 'Town of 220, early risers',
    people: 220,
    learningDays: 7,
    measuredDays: 7,
    parts: [
      { weight: 0.6, from: hours('8:15'), to: hours('17:00') },
      { weight: 0.2, from: hours('8:15'), to: hours('12:00') },
      { weight: 0.2, from: hours('12:45'), to: hours('17:00') },
    ],
    arrival: { ...officeArrival, earliest: -35, mode: -10, habit: 5 },
    leaving: { ...officeLeaving, back: 0.01 },
    walkIns: { aDay: 5, from: hours('8:00'), to: hours('18:00'), staysMin: 100 },
  }),
  anOffice({
    id: 'tune-agency',
    title: 'Agency of 450, late and long',
    people: 450,
    learningDays: 7,
    measuredDays: 7,
    share: [0.6, 0.6, 0.65, 0.6, 0.7, 0.05, 0.03],
    pool: { hosts: hostsFor(315, 12), zones: 2, licences: null, startsPerMinute: 20 },
    parts: [
      { weight: 0.7, from: hours('9:30'), to: hours('18:30'), flex: 60, fixed: true },
      { weight: 0.3, from: hours('12:00'), to: hours('20:00'), flex: 120 },
    ],
    arrival: { ...officeArrival, latest: 30, lateShare: 0.12, habit: 10 },
    leaving: { ...officeLeaving, longShare: 0.3, longUpTo: 120, closes: 0.5, back: 0.05 },
    noShow: { share: 0.15, spread: 0.8 },
  }),
  anOffice({
    id: 'tune-hotline',
    title: 'Hotline of 150, two shifts',
    people: 150,
    learningDays: 7,
    measuredDays: 7,
    share: [0.8, 0.8, 0.8, 0.8, 0.8, 0.6, 0.6],
    pool: { hosts: hostsFor(120, 8, 0.5, 'D4s_v5'), zones: 1, licences: null, startsPerMinute: 30 },
    parts: [
      { weight: 0.5, from: hours('8:00'), to: hours('16:00'), fixed: true },
      { weight: 0.5, from: hours('14:00'), to: hours('22:00'), fixed: true },
    ],
    arrival: { earliest: -12, mode: -5, latest: 5, lateShare: 0.05, lateUpTo: 30, habit: 2 },
    lunch: null,
  }),
  anOffice({
    id: 'tune-firm',
    title: 'Firm of 1,600, sharp start',
    people: 1600,
    learningDays: 5,
    measuredDays: 3,
    pool: { hosts: hostsFor(880, 20, 1.3, 'D12s'), zones: 3, licences: null, startsPerMinute: 60 },
    arrival: { earliest: -15, mode: -3, latest: 6, lateShare: 0.05, lateUpTo: 60, habit: 0 },
  }),
];
