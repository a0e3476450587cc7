import { z } from 'zod';
import { distinct, id, oneOf, text, upn } from './fields.ts';

const yesOrNo = z.boolean({ error: 'expected true or false' });

/** Calendars: what in them is a request, and what of a booking is shown in them. */
export const calendar = z.strictObject({
  telework: z
    .strictObject({
      words: distinct(text(60), 'words').default([
        'テレワーク',
        '在宅勤務',
        '在宅',
        'リモートワーク',
        'telework',
        'remote work',
        'work from home',
        'working from home',
        'wfh',
      ]),
      categories: distinct(text(60), 'categories').default(['テレワーク', 'Telework']),
      workingElsewhere: yesOrNo.default(false),
    })
    .prefault({}),
  absence: z
    .strictObject({
      words: distinct(text(60), 'words').default([
        '休暇',
        '夏季休暇',
        '年休',
        '有給',
        '代休',
        '振休',
        '育休',
        '産休',
        '欠勤',
        'お休み',
        'leave',
        'annual leave',
        'sick leave',
        'vacation',
        'day off',
      ]),
      outOfOffice: yesOrNo.default(true),
    })
    .prefault({}),
  send: oneOf(['ask', 'at-once']).default('ask'),
  outlook: yesOrNo.default(false),
  out: z
    .strictObject({
      requested: yesOrNo.default(true),
      sections: z.record(id, upn).default({}),
      sectionRequested: yesOrNo.default(false),
      language: oneOf(['ja', 'en']).default('ja'),
      sectionFeeds: oneOf(['none', 'head', 'members']).default('head'),
    })
    .prefault({}),
});
