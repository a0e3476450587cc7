const HONORIFIC =
  '(?:さん|様|さま|氏|くん|君|殿|先生|課長補佐|課長|係長|主任|部長|主査|主幹|主事|次長|室長|所長|局長|参事|補佐|リーダー|先輩)';
const NAME_JA = `(?<![一-龠々ァ-ヶー])((?:[一-龠々]{1,5}|[ァ-ヶー]{2,8}|[A-Z][a-z]{1,15}))(?:課長|係長|主任|部長|主査|次長|室長)?${HONORIFIC}`;
const NOT_NAMES =
  /^(?:皆|お客|客|奥|母|父|兄|姉|弟|妹|子|息子|娘|孫|業者|職人|大家|医者|看護師|保育士|担任|係|各位|皆々|同僚|上司|部下|ご家族|家族|疲|世話|何|神|仏|王|誰|在宅|代理|課|係|担当)$/;
const NAME_EN =
  "((?:(?:Mr|Ms|Mrs|Mx|Dr)\\.? )?[A-Z][a-zA-Z'’]+(?: (?!On|To|For|From|The|Next|This)[A-Z][a-zA-Z'’]+)?)(?:[- ]san)?";
const NOT_NAMES_EN =
  /^(?:I|I'm|I'll|I'd|Please|My|Me|The|A|An|Can|Could|Will|Would|Let|Set|Make|Have|Is|Are|From|For|To|On|In|At|While|During|When|Who|What|It|We|You|He|She|They|WFH|PC|ICT|AM|PM|OK|BCP|VDI|AVD|Telework|Remote|Home|Hi|Hello|Dear|Thanks|Book|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|\w+day|January|February|March|April|June|July|August|September|October|November|December|Next|This|All|Every|Deputy|Delegate|Appoint|Nominate|Ask|Choose|Name|Put|Need|Swap|Move|Cancel|Change|And|But|Tomorrow|Today|Christmas|Golden)$/;

/** 「小林さんの15日の在宅」: between name and booking stand words of the calendar alone. */
const OWN_DAY = new RegExp(
  `${NAME_JA}の[\\d/月火水木金土日曜来再今週明後午前一二三四五六七八九十の~〜、・と]{1,20}の(?:在宅|テレワーク|リモート|予約|申請)`,
  'g',
);

/** The person named to stand in for the writer, without title or courtesy. */
export function deputyNamed(shown: string): string | undefined {
  const polite = namesIn(shown, new RegExp(NAME_JA, 'g'))[0];
  if (polite) return polite;
  const bare = [
    /(?:代理|代決|代行)(?:人|者|承認者?)?(?:は|に|を|として|:|、)([一-龠々]{2,4})(?=に|へ|で|が|と|を|$|、|。|お)/,
    /([一-龠々]{2,4})(?:に|へ|を)(?:承認|代理|代決|代行|任せ|委任|頼)/,
  ].map((pattern) => pattern.exec(shown)?.[1]);
  const found = bare.find((name) => name && !NOT_NAMES.test(name) && !/承認|代理|出張|会議|期間|来週|今週/.test(name));
  if (found) return found;
  return englishName(shown, [
    `(?:to|by|with|make|let|have|appoint|name|ask|is|as|deputy|delegate|substitute|stand-in|proxy|set|choose|nominate|:) ${NAME_EN}`,
    `${NAME_EN} (?:stands?|will|is|should|can|covers?|deputi\\w+|approves?|decides?|signs?|takes?|to|as|while|from|for|handles?|acts?|fills?|steps?|does|would)\\b`,
  ]);
}

/** The person on whose behalf something is asked. */
export function principalNamed(shown: string): string | undefined {
  const behalf = new RegExp(
    `${NAME_JA}(?:の(?:分|ぶん|代わり|かわり|代理|在宅|テレワーク|リモート|予約|申請)|に(?:代わ|かわ)(?:って|り)|用に|を(?:在宅|テレワーク|リモート)|(?:は|が)[^、。]{0,20}(?:在宅|テレワーク)(?:にして|で登録|で申請|で予約))`,
    'g',
  );
  const polite = namesIn(shown, behalf)[0] ?? namesIn(shown, OWN_DAY)[0];
  if (polite) return polite;
  return englishName(
    shown,
    [
      `(?:[Oo]n behalf of|[Ii]n the name of|[Ff]or my (?:colleague|boss|assistant|team member)|[Ff]or|[Bb]ook|[Pp]ut) ${NAME_EN}(?!['’]s (?:visit|birthday|party|appointment))`,
      `${NAME_EN}['’]s (?:telework|remote|wfh|WFH|home)`,
    ],
    true,
  );
}

function namesIn(shown: string, pattern: RegExp): string[] {
  return [...shown.matchAll(pattern)].flatMap(([, name]) => {
    const bare = (name ?? '')
      .replace(/^(?:代理|承認|決裁|同僚|部下|上司|後輩|先輩|課長|係長)+/, '')
      .replace(/(?<=.)(?:課長|係長|主任|部長|主査|次長|室長)$/, '');
    return bare && !NOT_NAMES.test(bare) ? [bare] : [];
  });
}

function englishName(shown: string, patterns: string[], behalf = false): string | undefined {
  for (const pattern of patterns) {
    for (const match of shown.matchAll(new RegExp(`(?<![\\w])${pattern}`, 'g'))) {
      const name = (match[1] ?? '')
        .replace(/^(?:Mr|Ms|Mrs|Mx|Dr)\.? /, '')
        .replace(/['’]s$/, '')
        .replace(/ (?:San)$/, '');
      const words = name.split(' ').filter((word) => !NOT_NAMES_EN.test(word));
      if (words.length === 0 || (behalf && /^[A-Z]{2,}$/.test(words[0] as string))) continue;
      return words.join(' ');
    }
  }
  return undefined;
}
