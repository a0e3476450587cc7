/** What a grammar of patterns might take too long over when it is repeated: lists without end, brackets, words half said. */
export const HARD_SENTENCES = [
  '12/10から12/15まで在宅、ただし12日は除く。毎週水曜の13時から17時、子どもの通院のため。',
  'please book telework from Dec 10 to Dec 15, 2-5pm, because my son is ill. ',
  '1日1日1日、月火水木金土日、2/2/2/2-2-2~2~2時時時から',
  'a'.repeat(60),
  '(((((((((((((((((((((((',
  '、1 ',
  '1日、',
  '12/1と',
  '7 Jan 9 Jan 8 ',
  '明日、今日',
  'までから',
  '金曜在宅だったけど、',
];
