import { grammar } from './reduce.ts';

const any = (...patterns: string[]): RegExp => grammar(patterns.join('|'));

/** What people say for each thing they want, Japanese first, English second. Capitals are symbols (tokens.ts). */
export const WORDS = {
  lostDevice: any(
    '(?:スマホ|スマートフォン|携帯|ケータイ|端末|パソコン|pc|タブレット|ipad|iphone|デバイス|貸与機|usb|icカード|職員証|社員証|トークン|ルーター|ノート機|鞄|かばん|財布|鍵)[^。\\n]{0,25}(?:なくし|無くし|失くし|なくなっ|無くなっ|紛失|盗ま|盗難|盗られ|置き忘れ|置いてき|落とし(?!込)|見当たら|見つから|忘れてき|忘れて降り|取られ|ひったく)',
    '(?:なくした|無くした|失くした|紛失した|盗まれた|置き忘れた|落とした)[^。\\n]{0,8}(?:スマホ|携帯|端末|パソコン|pc|タブレット|ipad|iphone|usb|カード)',
    '(?:紛失|盗難)(?:届|の(?:届|報告|連絡)|し(?:まし)?た|に(?:遭|あ)|です|しちゃ|してしま)|置き引き',
    '\\b(?:lost|stole|misplaced|lose|losing|robbed of|snatched)\\b(?! (?:connection|access|signal|contact|the connection|my connection))[^.!?\\n]{0,30}\\b(?:phone|mobile|laptop|computer|pc|notebook|ipad|iphone|tablet|device|token|card|badge|bag|usb|stick|key|keys|macbook)\\b',
    "\\b(?:can(?:'t|not| not)|could ?n[o']t) (?:find|locate)[^.!?\\n]{0,20}\\b(?:phone|mobile|laptop|computer|pc|ipad|iphone|tablet|device|token|badge)\\b",
    '\\bleft (?:my|the|a)[^.!?\\n]{0,20}\\b(?:phone|mobile|laptop|computer|pc|ipad|iphone|tablet|device|token|bag)\\b[^.!?\\n]{0,12}\\b(?:train|taxi|bus|cab|cafe|restaurant|bar|station|somewhere|plane|shop|park|toilet)\\b',
    "\\b(?:phone|mobile|laptop|computer|pc|ipad|iphone|tablet|device|token|bag)(?:'s| is| was| has been| got| went| been| seems)? ?(?:been |to be )?(?:just )?(?:lost|stolen|missing|gone|nicked|taken)\\b",
  ),
  emergency: any(
    '(?:緊急|非常|災害|危機|bcp)(?:時|事態)?(?:の)?(?:体制|モード|対応|発動|発令|宣言|在宅|テレワーク|連絡|切り?替え|措置|招集|参集)(?!の(?:ため|準備|研修|マニュアル|訓練))',
    '(?:緊急|非常|災害|bcp)[^。\\n]{0,20}(?:発動|発令|宣言|モード|体制|全員|全職員|全庁)',
    '(?:全員|全職員|全庁|職員全員|課員全員|課全員|部全員|みんな|皆)(?:を|に|が|は|で|の|、)?[^。\\n]{0,20}(?:在宅|テレワーク|リモート|自宅)[^。\\n]{0,8}(?:切り?替え|にし(?:て|た|ま)|にする|になり|に移行|へ移行|とし|とする|させ|指示|命|お願い|してください|を発令|待機)',
    '(?:地震|津波|洪水|豪雨|噴火|台風|大雪|停電|火災|浸水)[^。\\n]{0,25}(?:全員|全職員|全庁|緊急|避難|庁舎)|庁舎[^。\\n]{0,10}(?:火災|停電|閉鎖|浸水|使えな|入れな|倒壊)|(?:大?地震|津波|火災|洪水)(?:が|です|発生|だ)(?:発生|起き|!|$|。|きた|来た)?|避難(?:指示|勧告|命令|所|してく|中)|安否',
    '\\bemergency (?:mode|plan|state|situation|procedures?|measures?|telework|switch|operations?|order)\\b|\\b(?:declar\\w+|activat\\w+|trigger\\w*|invok\\w+|launch\\w*|announc\\w+|start|begin)\\b[^.!?\\n]{0,20}\\b(?:emergency|bcp|disaster|continuity)\\b|^ ?(?:this is an )?emergency\\b(?!,? (?:contact|dentist|dental|vet|repair|meeting|plumb))|\\bbcp\\b',
    '\\b(?:send|switch|put|move|get|order|tell|have)\\b[^.!?\\n]{0,15}\\b(?:everyone|everybody|all (?:the )?(?:staff|employees|of us|people)|the (?:whole|entire) (?:team|office|section|department|staff|city hall))\\b[^.!?\\n]{0,40}\\b(?:home|remote\\w*|telework\\w*|wfh)\\b',
    '\\b(?:everyone|everybody|all (?:the )?(?:staff|employees)|the (?:whole|entire) (?:team|office|section|department|staff))\\b (?:must|should|has to|have to|needs? to|is to|are to|shall|will have to)[^.!?\\n]{0,30}\\b(?:home|remote\\w*|telework\\w*|wfh)\\b',
    '\\b(?:earthquake|tsunami|flood(?:ing|ed)?|typhoon|on fire|fire in|power outage|blackout|disaster)\\b[^.!?\\n]{0,40}\\b(?:everyone|everybody|all staff|office|building|city hall|emergency|evacuat\\w+)\\b|\\bevacuat(?:e|ion|ing)\\b|\\b(?:an )?earthquake (?:has )?(?:hit|struck)|\\b(?:city hall|the (?:office|building)) (?:is|has been|was) (?:flooded|on fire|closed|burning|damaged|without power)',
  ),
  deputy: any(
    '代理(?:承認|決裁|人|者|で承認|設定|登録|指定|権|を|に|は|と)|代決|代行|承認(?:権限|権|業務|作業|者|の権限|の仕事)?(?:を|の|は|、)[^。\\n]{0,15}(?:任せ|まかせ|委任|代わ|かわ|代理|引き継|渡し|託|頼みたい)|(?:代わ|かわ)り(?:に|の|として)[^。\\n]{0,12}(?:承認|決裁|判断|裁可)|(?:不在|留守)(?:中|の間|に)?[^。\\n]{0,25}(?:承認|代理|決裁)|委任',
    '\\b(?:deputy|deputi[sz]e\\w*|deputies|stand(?:s|ing)?[- ]in|substitute|stand in|delegat\\w+|proxy|acting approver|(?:cover|covers|covering|fill|fills|filling|step|steps|stepping) (?:in )?(?:for me|my approvals?)|approv\\w+ (?:for me|on my behalf|in my (?:place|absence|stead)|instead of me)|(?:handle|handles|take|takes|taking|look after|looks after|do|does)(?: over| care of)? my approvals?|(?:hand|give|pass|forward|route|send|redirect)(?: over)? my approvals?|my approvals? (?:should |will )?(?:go|be)|in my absence|on my behalf)\\b',
  ),
  ownStatus: any(
    '(?:私|わたし|自分|僕|俺)の?(?:出した)?(?:申請|予約|T)[^。\\n]{0,15}(?:承認|通|おり|許可)(?:され|済|待ち|った|りた|は)|(?:申請|予約|D|T)(?:は|って|、)?[^。\\n]{0,8}(?:もう|まだ)?承認(?:され|済|おり|下り|もらえ|は?まだ)',
    '\\b(?:has|have|was|is|are|did|were)\\b[^.!?\\n]{0,25}\\bmy\\b[^.!?\\n]{0,30}\\b(?:approved|confirmed|accepted|gone through|go through|rejected|been decided)\\b|\\bstatus of my\\b|\\bmy\\b[^.!?\\n]{0,20}\\bstatus\\b|\\bapprove(?:d)? my\\b.{0,30}\\?',
  ),
  approvals: any(
    '承認(?:待ち|まち)|決裁待ち|未承認|未決裁|未処理|処理待ち|承認(?:が|を|の)?(?:必要|要る|残って|溜|たま|まだの|していない|してない|してほしい人|すべき|する(?:べき|もの|申請|案件|予定|必要)|しないと|しなければ|しなきゃ|依頼|リスト|一覧|案件|画面|待って|待つ|の依頼|したい|します|でき|求め|タスク)',
    '(?:判断|決裁|承認|決定|確認)(?:を|が)?待(?:って|つ|ち)|(?:私|わたし|自分|僕|俺|こちら)(?:の|が|に|宛|あて)[^。\\n]{0,6}(?:承認|決裁|判断|回って|来て|届いて|上がって)',
    '(?:部下|メンバー|課員|係員|チーム|みんな|皆)[^。\\n]{0,8}(?:から|の)?[^。\\n]{0,6}申請[^。\\n]{0,12}(?:見|確認|ある|あり|来て|届いて|一覧|承認|処理|出て)|(?:届いて|来て|回って|溜まって|たまって|上がって)(?:い)?る?(?:申請|もの|の)|承認[はっ][^。\\n]{0,6}(?:ある|あり|何件|残)|何件[^。\\n]{0,8}承認|承認[^。\\n]{0,5}何件',
    '\\b(?:pending|open|outstanding|waiting|unanswered|new|incoming|my|all|any|the|show|list) (?:\\w+ )?approvals?\\b|\\bapproval (?:requests?|queue|list|inbox|tasks?)\\b|\\bpending requests?\\b|\\b(?:requests?|anything|something|what|who|which|items?|any|anyone|cards?|ones?)\\b[^.!?\\n]{0,30}\\b(?:to (?:approve|review|sign|decide)|for me to (?:approve|decide|sign|review)|(?:wait\\w*|pending|need\\w*|requir\\w+|await\\w*|sit\\w*)\\b[^.!?\\n]{0,20}\\b(?:me|my|i)\\b)|\\bneeds? my (?:approval|ok|decision|sign-?off)|\\bi (?:still )?(?:have|need) to (?:approve|decide|sign)|\\bmy (?:approval )?queue\\b|\\bawait\\w* (?:my|me)\\b|\\bwaiting (?:for|on) (?:me|my)\\b|\\b(?:to|should|can|must) i approve\\b|\\bto approve\\b',
  ),
  allowance: any(
    'あと(?:何|どのくらい|どれ|いくつ|なん)|(?<![WMD週月]の?)残り(?:の)?(?:日数|回数|は|何|枠|どの|なん|いく|テレ|在宅|T|を|$)|残(?:日数|数|枠|回数|日)|(?:何|なん)(?:日|回)(?:まで|分|くらい|ぐらい)?(?:の|も)?(?:T)?(?:使|つか|残|のこ|取れ|とれ|取っ|でき|まで|い(?:け|っ)|T|可能|消化|余)|(?:日数|回数)(?:の|は|が|を)?(?:残|上限|足り|確認|教え|あと|知り)|(?:使|つか)(?:える|った|い切)[^。\\n]{0,6}(?:日数|回数|何日|日|分)|(?:T|利用)(?:の|は)?(?:残|上限|日数)|上限(?:は|まで|に)',
    "\\ballowance\\b|\\bquota\\b|\\bentitle\\w+|\\bhow (?:many|much)\\b[^.!?\\n]{0,50}|\\bremaining\\b[^.!?\\n]{0,15}(?:days?|T)|\\b(?:days?|T)\\b[^.!?\\n]{0,15}\\b(?:left|remain\\w*)\\b|\\b(?:balance|limit|cap)\\b|\\bhave i (?:used up|any (?:days )?left)|\\bwhat(?:'s| is| do i have)? left\\b|\\bany\\b[^.!?\\n]{0,15}\\bleft\\b",
  ),
  team: any(
    '(?:誰|だれ|どなた|何人|何名|なん人)(?!に(?:申|聞|頼|言|連|お|相)|へ|もが|かに)[^。\\n]{0,20}(?:T|出社|出勤|登庁|休み|居|い(?:る|ます|ない)|来|庁内|席|家|です|[?]|なの|$)|(?:T|出社|出勤|登庁|休み|庁内|いる|来る|来ている|不在)[^。\\n]{0,12}(?:誰|だれ|どなた|何人|何名)',
    '(?:課(?!長)|係(?!長)|部(?!長|下)|班(?!長)|室(?!長)|チーム|部署|同僚|メンバー|みんな|皆|職員|スタッフ|他の人|ほかの人|周り|うちの)(?:の|で|は|が|内|員|さん|、)?(?:の)?[^。\\n]{0,18}(?:T|出社|出勤|登庁|予定|状況|勤務|どこ|いる|居る|スケジュール)[^。\\n]{0,14}(?:見|教|知り|確認|一覧|[?]|か(?:な)?$|は$|誰|だれ|何人|どう|わか|リスト)',
    '(?:T|出社|出勤|登庁)(?:している|してる|する|の|予定の|中の)?(?:人|職員|メンバー|方|スタッフ|同僚|課員)(?:は|って|を|が|一覧|の一覧|リスト|[?]|、|$)|(?:さん|くん|君|課長|係長|部長|主任|先輩)(?:は|って|、|も)(?:D|P|、|の|は|今|いま|どこで)*(?:どこ|どちら|T(?:です|でしょう|なの|かな|中)?(?:か|[?])|出社(?:です|します|して|される)?(?:か|[?])|いますか|いる[?]|います[?])|出社状況|在席|所在|居場所|勤務場所|(?:みんな|皆|チーム|課|係)(?:の)?(?:予定|状況|カレンダー)',
    "\\bwho(?:'s|s|se| is| are| else| all| will| works?| of| in| from| has| have| do| does)?\\b[^.!?\\n]{0,40}(?:T|home|office|\\b(?:in|out|away|working|around|here|off|D)\\b|D)",
    "\\b(?:anyone|anybody|everyone|everybody|someone|colleagues?|team(?:'s|mates?)?|section|department|coworkers?|co-workers?|others|people|group|staff)\\b[^.!?\\n]{0,40}(?:T|home|office|\\b(?:in|out|away|schedule|calendar|where|whereabouts|plans?|overview|status|around)\\b)",
    "(?:\\b(?:show|see|list|check|overview|view|tell)\\b|T)[^.!?\\n]{0,20}\\b(?:team(?:'s)?|colleagues?|section(?:'s)?|department(?:'s)?|coworkers|everyone(?:'s)?)\\b|\\bwhere(?:'s|s| is| are| will)\\b (?!my (?:desktop|booking)|the (?:help|link|button|connect)|i\\b)|\\bis (?!it\\b|that\\b|this\\b|there\\b|my\\b|the\\b|a\\b|everything\\b|he\\b|he allowed|T|D|telework|any\\b|i\\b|work\\b)[a-z]+(?:-san| san)? (?:in|out|T|at T|here|away|working|off|around)\\b",
  ),
  list: any(
    '(?:予約|申請|予定|スケジュール|登録|日程|取った日|入れた日|履歴|状況|T)[^。\\n]{0,14}(?:見せ|みせ|教え|おしえ|一覧|リスト|表示|見たい|みたい|知りたい|見れ|見られ|あり(?:ます(?:か|[?])|ましたか|ましたっけ|ますっけ)|ある(?:か|[?]|の[?]|っけ|かな)|あった(?:か|っけ|[?])|入って(?:い)?(?:る|た|ま)|どうなって|なって(?:い)?(?:る|ま|た)|いつ(?:だ|で|か|[?]|$|に|から)|状況|して(?:い)?た(?:か|っけ|[?])|して(?:い)?ます(?:か|[?]|っけ)|してありま|取って(?:い)?(?:た|ま|る)|とって(?:い)?(?:た|ま|る)|出して(?:い)?(?:た|ま|る)|できて(?:い)?(?:る|ま)|何(?:日|件)|どれ|どの日|入れた(?:か|っけ)|だった(?:か|っけ)|だっけ|でしたっけ|内容)',
    'いつ[^。\\n]{0,10}(?:T|予約|申請)[^。\\n]{0,8}(?:して|だった|だっけ|入れ|入って|なって|か[?。]|です|取|とっ|[?])|(?:予約|申請|T)(?:の)?(?:一覧|リスト|履歴|状況)|マイ予約|(?:予約|申請)(?:の|を)?(?:内容)?(?:の|を)?(?:照会|確認)|(?:自分|私|わたし)の(?:予約|予定|T|申請)(?:を|は|$|[?]|の)|^予約$|入れてた(?:っけ|日|か)',
    "\\b(?:show|list|display|view|see|check|look up|tell me|give me|pull up|print)\\b[^.!?\\n]{0,30}(?:\\b(?:bookings?|booked|reservations?|schedule|requests?|reserved|plans?|calendar|T days)\\b|my (?:\\w+ ){0,2}(?:T|days))|\\b(?:what|which|when)\\b[^.!?\\n]{0,20}\\b(?:have i|did i|am i|do i have|i have|i've|are my|is my|my|was i)\\b[^.!?\\n]{0,30}(?:\\b(?:book\\w*|reserv\\w+|request\\w*|schedul\\w+|down|coming|planned|up|got|days?|next)\\b|T)|\\bwhen(?:'s|s| is| are)? (?:my|am i|do i|did i|are my)\\b",
    "\\b(?:did|have|had) i (?:already )?(?:book|reserv|request|schedul|put|ask|got|have|any|appl|regist|enter)\\w*|\\bdo i (?:already )?have\\b[^.!?\\n]{0,30}(?:T|\\b(?:booking|booked|anything|something|reservation|day|days|request|requests)\\b|D)|\\bam i (?:already )?(?:T|booked|down|scheduled|registered|working|due|set|approved|in\\b|at\\b|still)|\\b(?:my|all|current|upcoming|existing|future|planned|next) (?:\\w+ )?(?:bookings?|reservations?|requests?|T (?:days|schedule|plan))(?: (?:please|list|overview|status))?\\s*\\??$|\\bmy (?:T )?schedule\\b|\\bwhat(?:'s| is) (?:booked|on (?:my|the) (?:calendar|schedule)|coming up)|^ ?(?:list|bookings|overview)\\b|\\bis (?:there )?(?:a|my|anything|any) (?:\\w+ ){0,2}(?:booked|booking|T) ?(?:on |for )?D?|\\bare (?:there )?any bookings",
  ),
  trouble: any(
    '(?:つな|繋)(?:が(?:ら|り(?:ませ|に)|れ|る(?:に|方|よう|か)|ない)|ぎ(?:方|かた|たい)|げ(?:ない|ま|る|たい))|接続|(?:ログイン|ログオン|サインイン)(?!して(?:業務|仕事|働)|しました、)|(?:はい|入)れ(?:な(?:い|く|かっ)|ませ|ん)(?!か)|画面が|真っ(?:暗|黒|白)|フリーズ|固ま(?:っ|る|り)|パスワード|ワンタイム|二段階|二要素|多要素|認証(?:が|で|コード|でき|エラー|に)|切断|(?:接続|回線|セッション|画面|デスクトップ)[^。\\n]{0,5}(?:落ち|切れ)|エラー|アクセス(?:でき|し|の|方)|(?:デスクトップ|pc|パソコン|画面|avd|vdi|システム)[^。\\n]{0,8}(?:重|遅|動かな|動きませ|起動|開か|開け|開き|映ら|出な|出ませ|使え|壊れ|見え|入り方|つか|使い方|起ち|立ち上|応答|表示)|入り方|(?:アプリ|url|リンク)(?:は|が|の)?(?:どこ|開|教)|vpn|ネット(?:が|に)',
    "\\b(?:connect(?:ing|ion|ed|s)?|disconnect\\w*|reconnect\\w*|log(?:ging|ged)?[- ]?(?:in|on)(?:to)?|sign(?:ing|ed)?[- ]?(?:in|on)(?:to)?|vpn|citrix|password|passcode|otp|mfa|2fa|two-factor|one-time|authenticat\\w+|(?:black|blank|white|frozen) screen|frozen|freez\\w+|froze|error|access (?:denied|the|my)|(?:can(?:'t|not| not)|unable to|could ?n[o']t|fails? to|failed to) (?:get (?:in|into|on)|reach|access|open|log|sign|see|start|connect)|(?:won'?t|doesn'?t|does not|isn'?t|will not|not) (?:start\\w*|load\\w*|open\\w*|connect\\w*|let me in|respond\\w*|work(?:ing)?$)|locked out|time[sd] out|timing out|lag(?:s|gy|ging)?|slow|crash\\w*|unreachable|kicked (?:me )?out|get (?:in|into|to) (?:my |the )?(?:desktop|pc|computer)|reach (?:my |the )?(?:desktop|pc|computer|office pc))\\b",
  ),
  desktop: any(
    '仮想デスクトップ|リモートデスクトップ|vdi|avd|仮想pc|クラウドpc',
    '\\b(?:remote|virtual|cloud|my) (?:desktops?|pc)\\b|\\b(?:vdi|avd)\\b',
  ),
  startWork: any(
    '(?:業務|勤務|仕事|しごと|作業|執務)(?:を|に|の|、)?(?:開始|始め|はじめ|スタート|入り(?:ます|ました)|入る|取り?か|とりか|着手|かか(?:り|る))|始業|(?:これから|これより|今から|いまから|只今から|只今より|ただいまから|ただ今より|ただいまより)、?[^。\\n]{0,10}(?:業務|勤務|仕事|働|作業|はじめ|始め|開始|取りか)|T(?:を|の|、)?(?:開始|始め(?:ます|ました)|スタート)|出勤(?:しました|いたしました|です|$)|^(?:[DG、]|は|も|から)*(?:開始|始めます|はじめます|スタート)(?:します|です|しました|いたします)?[。!]?$|稼働(?:を)?開始|仕事始めます|(?:おはよう|G)[^\\n]{0,15}(?:開始|始め(?:ます|ました)|はじめます|スタート)',
    "\\b(?:start(?:ing|ed|s)? (?:my |the |to )?(?:T|work(?:day|ing)?|shift|day|job|now|for the day)|begin(?:ning|s)? (?:my |the |to )?(?:work(?:day|ing)?|shift|day)|beginning (?:my )?work|clock(?:ing|ed)? ?(?:me )?(?:in|on)|punch(?:ing|ed)? (?:me )?in|check(?:ing|ed)? in\\b|(?:logging|logged|signing|signed) (?:on|in)(?=,| for (?:the day|work)| now| and| to start|$|\\.| today)|start of (?:my |the )?(?:work|day|shift|P|T)|on (?:duty|the clock)|at my desk|getting (?:started|to work|down to work)|(?:i'm|i am|im) (?:starting|online|on the clock|beginning)|ready to (?:work|start)|reporting for (?:work|duty)|day start|time to (?:work|start)|work(?:day)? (?:starts|begins|started) (?:now|here))",
  ),
  resumeWork: any(
    '再開|(?:席|休憩|お昼|昼休み|昼|中抜け|ランチ|外出|離席|病院|用事)(?:から|に|より)?、?(?:戻|もど|復帰)|戻り(?:ました|ます)|もどりました|もどります|(?:戻|もど)った|復帰|(?:休憩|中抜け|離席|昼休み|お昼)(?:が|を|は|から)?(?:終|おわ|明け|あけ|あが|上が)|続きを(?:始|やり|開)',
    "\\bback (?:from|at (?:work|it|my|the)|now|online|again|to (?:work|it)|on)\\b|\\b(?:i'm|i am|im|and) back\\b|^ ?back\\b(?! (?:in|at \\d|by))|\\bresum(?:e|ing|ed)\\b|\\breturn(?:ing|ed) (?:from|to)|\\bcontinu(?:e|ing) (?:my )?work|\\bpicking (?:work )?(?:back )?up|\\b(?:lunch|break)(?:'s| is)? (?:over|done|finished|has ended)|\\b(?:finished|done with|after) (?:my |the )?(?:lunch|break)|\\bcarry(?:ing)? on (?:with )?work",
  ),
  pauseWork: any(
    '休憩|中抜け|離席|席を(?:外|はず|離|立)|お昼(?:に|休み|ご飯|ごはん|行|いただ|とり|食べ|を)|昼休み|昼食|ランチ|(?:一旦|いったん|一度|少し|ちょっと|しばらく)、?[^。\\n]{0,6}(?:抜け|中断|離れ|外し|休み(?:ます|たい))|(?:業務|仕事|作業|勤務)(?:を)?(?:一時|いったん|一旦)?(?:に)?(?:中断|停止|止め)|一時(?:停止|中断)|小休止|ひと休み|一息',
    '\\b(?:(?:taking|take|having|have|on|going (?:on|for|to)|off (?:to|for)|need|grabbing|grab|quick|short|out (?:to|for)|time for|coffee|for|at|start(?:ing)?) (?:a |my |the |some )?(?:(?:short|quick|little|coffee|lunch|tea|L|[\\w]+[- ]min(?:ute)?s?) ?)*(?:break|lunch|pause|breather|coffee)|break (?:time|now|until)|lunch ?(?:break|time)|step(?:ping)? (?:away|out)|brb|afk|be right back|back in (?:\\d|a |half|five|ten|an? )|paus(?:e|ing)|away (?:from (?:my |the )?(?:desk|keyboard)|for a (?:bit|while|moment))|out for (?:a bit|lunch|a while))\\b',
  ),
  finishWork: any(
    '(?:業務|勤務|仕事|しごと|作業|執務)(?:は|を|が|も|、)?[^。\\n]{0,10}(?:終了|終わ|おわ|終え|上が|あが|しまい|締め|切り上げ|おしまい|完了)|終業|退勤|退庁|(?:これ|ここ|以上)(?:で|まで|にて)、?[^。\\n]{0,8}(?:終|おわ|失礼|上が|あが|おしまい|しまい|締め|退)|お先に|(?:本日|今日|きょう)は?、?[^。\\n]{0,8}(?:終了|終わり|おわり|終わる|上が|あが|失礼|以上|店じまい|おしまい|締め)|(?:^|[、。])(?:終了|終わり)(?:です|します|ました)|(?:上|あ)がります|店じまい|定時(?:で|な)',
    "\\b(?:finish(?:ed|ing)?(?= (?:work|up|for|my|the day|now|working|here|D)|[.!]?$)|(?:done|finished|through|all done)(?: with)?(?: working)? (?:for|with|work|D|the day|now|here)|(?:done|finished) working|clock(?:ing|ed)? ?(?:me )?(?:out|off)|punch(?:ing|ed)? (?:me )?out|check(?:ing|ed)? out\\b|(?:log|logging|logged|sign|signing|signed) (?:off|out)\\b|call(?:ing)? it (?:a day|quits|a night)|wrap(?:ping|ped)? (?:up|it up)|end(?:ing|ed)?(?: of)? (?:my |the |work )?(?:work|day|shift|workday|working day)|knocking off|heading (?:off|home|out)|that'?s (?:it|all|me done) ?(?:for (?:D|the day|me|now))?$|stopp?(?:ing|ed)? (?:work|for (?:D|the day))|off (?:duty|work|the clock)|leaving (?:for the day|work)|see you D|work(?:day)? is (?:over|done)|shutting down|quitting for)",
  ),
  help: any(
    '使い方|つかいかた|使いかた|ヘルプ|^help|何(?:が|を|か)?[^。\\n]{0,8}(?:でき(?:る|ます)|頼め|お願いでき|聞け|してくれ|やれ|任せられ|頼んで)|(?:なに|なん)[^。\\n]{0,5}(?:できる|頼め|してくれ)|でき(?:る)?こと|機能|コマンド|マニュアル|手引|操作説明|説明(?:して|書|を)|方法|やり方|やりかた|仕方(?!な)|しかた(?!な)|手順|(?:申し込み|申請し|予約し|取り|取り消し|変え|頼み|とり|書き|登録の仕|入れ)(?:方(?!が)|かた)(?:が|を|は|って|の|、|$|[?])|どう(?:やって|すれば|したら|使|やれば|申請|予約|するの|やる|いう)|どのように|助けて|困って|わから(?:ない|ん|なく|ず)|分から(?:ない|ん|なく|ず)|どこから(?:申請|予約|でき)',
    "\\bhelp\\b(?! (?:with (?:the|my) (?:kid|child|move)|my|out))|\\bhow (?:do|does|can|could|should|would|to|is|are|it|this|come)\\b|\\bwhat (?:can|do|could|should|may|all|else can) (?:you|i|we|this|it)\\b|\\bcommands?\\b|\\busage\\b|\\bmanual\\b|\\binstructions?\\b|\\bguide\\b|\\btutorial\\b|\\bwhat (?:is|are) (?:this|you|your|the (?:options|commands))\\b|\\bwho are you\\b|\\bfeatures?\\b|\\bexplain\\b|\\bfaq\\b|\\bmenu\\b|\\bwhat now\\b|\\bi(?:'m| am) (?:stuck|lost|confused)\\b|\\bcapabilit\\w+|\\bwhat (?:are )?you(?:'re| are)? (?:able|good)",
  ),
  change: any(
    '変更|変え(?:たい|て|る|ま|られ|させ|ら|ても|と)|替え(?:たい|て|る|ま|させ)|かえ(?:たい|て|ます)|移(?:し|動|す|させ|りたい|行)|うつし|うつす|ずら(?:し|す|せ)|振り?替|ふりかえ|動か(?:し|す|せ)|うごか|延期|先送り|前倒し|後ろ倒し|繰り(?:上げ|下げ|越)|リスケ|スライド|差し?替え|入れ替え|シフト(?:し|さ|を)',
    '\\b(?:mov(?:e|ing)|chang(?:e|ing)(?! of plans?)|push(?:ing)?(?: back)?|shift(?:ing)? (?=my|the|it|T|D|our)|reschedul\\w+|postpon\\w+|switch(?:ing)?|swap(?:ping)?|bring\\b[^.!?\\n]{0,30}\\bforward|instead of|rather than|rebook|transfer|exchange|alter|amend|modify|replace|put\\b[^.!?\\n]{0,25}\\b(?:back|off)|delay|make it\\b[^.!?\\n]{0,30}|adjust|trade|defer|bump|slide)\\b|\\binstead\\b',
  ),
  cancel: any(
    'キャンセル(?!待ち|料)|取り?消(?!線)|とりけ|取り?(?:や|止|辞)め|とりやめ|やめ(?:ます|たい|て|る|に|と|よう|ました|させ)|止め(?:ます|たい|て)|中止|なし(?:で|に(?:し|な|て)|と(?:し|さ)|$)|無し(?:で|に|と)|なくし(?:て|たい|ます)|無くし(?:て|たい)|なくなりました|なくなった|消し(?:て|たい|ます|と)|消去|削除|外し(?:て|たい|ます)|はずして|破棄|不要|(?:いら|要ら)な(?:い|く)|(?:いり|要り)ません|取り?下げ|とりさげ|引き(?:下|上)げ|辞退|撤回|白紙|解約|(?:やっぱり?|やはり|結局)[^。\\n]{0,15}(?:出社|出勤|登庁|出る|出ます|行き|行く)|(?:出社|出勤|登庁)に(?:し|変|戻|切り|なり)|見送|(?:T|予約)(?:は|を)?しません|(?:T|予約)(?:は|を)?し(?:ない|なく)',
    "\\bcancel\\w*|\\b(?:scrap|drop|delete|remove|withdraw|retract|undo|scratch|revoke|rescind|nix|ditch|axe|void|annul|clear|kill|discard|bin|strike|release)\\b(?=[^.!?\\n]{0,40}(?:T|D|\\b(?:booking|request|reservation|it|that|day)\\b))|\\bcall(?:ing)? (?:\\w+ ){0,4}off\\b|\\btake (?:\\w+ ){0,4}(?:back|off)\\b|\\bno longer (?:need|want|require|T|working)|\\b(?:don'?t|do not|won'?t|will not|not going to|not) (?:need|want|be (?:needing|T|working|using)|T|telework|require)\\b|\\bnot (?:needed|necessary|required)|\\bnever ?mind\\b|\\bforget (?:about )?(?=my|the|D|T|it)|\\bget rid of|\\bskip\\b|\\bfree up\\b|\\bgive (?:up|back)\\b|\\bpull my\\b|\\b(?:come|coming|go|going|be) (?:in|into|to)(?: to)? (?:the )?office\\b|\\bin the office (?:instead|after all)\\b|\\bcoming in after all|\\bcall off\\b",
  ),
} as const;

/** A booking that is spoken of, without the word telework. */
export const BOOKING_NOUN = any('予約|申請|枠|(?<!承)申し込み', '\\b(?:bookings?|reservations?|requests?|slot)\\b');

/** Asks outright. */
export const ASKS = any(
  'お願い|おねがい|オネシャス|願(?:い|え)|希望|きぼう|申請(?!状況|の(?:日程|件|状況))|申し?(?:込|入|出)|もうしこ|届け?(?:出|を)|予約(?:を?し|を?取|を?入れ|お|を?させ|ください|下さい|$|で|を?希望|を?頼)|取(?:り|って|らせ|れ(?:ま|る)|得し)|とり(?:たい|ます)|とって|とらせ|(?:入|い)れ(?:て|たい|ます|と|させ|られ|る)|(?:お|押)さえ|確保|キープ|登録|設定|たい(?=[。、!\\n ?]|です|の(?:です|だ|で)|と|ん|なぁ?|$|けど|が|旨)|たく(?=[。、\\n ]|$|、|存|思)|させて|いただ[けき]|頂[けき]|もらえ|くださ|下さい|ちょうだい|頼|たのむ|たのみ|たのん|よろしく|宜しく|ヨロ|認め|許可|承認(?:して|を|願|くだ|お)|可能(?:で|か|[?])|でき(?:ます|る)(?:か|でしょ|[?])|できない(?:か|でしょ)|(?:いい|良い|よい|OK|ok)(?:です(?:か|よね)|でしょうか|[?]|かな)|大丈夫(?:です|でしょう)?か|よろしいでしょうか|(?:いけ|行け)(?:ます|る)か|構いませんか|かまいませんか|手配|組(?:んで|み込)|付けて|つけて|(?:に|と)(?:します|する|いたします|致します|しよう)|します|いたします|致します|(?:する)?予定(?:です|で|$)|つもり|働き(?:ます)|でいき(?:ます|たい)|でお[な願]',
  "\\b(?:book|reserve|request(?:ing)?|apply(?:ing)?|sign me up|put|add|schedule|arrange|register|set (?:me )?up|grant|approve|allow|let me|let's|please|pls|plz|(?:can|could|may|might|would|shall|should) (?:i|you|we|it)|(?:i|we)(?:'d| would) (?:\\w+ )?(?:like|love|need|want|prefer|rather|appreciate)|(?:i|we)(?:'ll| will|'m going to| am going to)|i (?:plan|intend|want|need|wish|hope|have to|must)|i'?m (?:planning|hoping|thinking|looking)|i am (?:planning|hoping|thinking|looking)|want(?:ed)? to|need(?:ed)? (?:to|a|an|my)|wanna|gonna|is it (?:ok|okay|possible|alright|all right|fine)|(?:ok|okay|fine|alright|possible) (?:if|to|for|with)|would it be|mind if|any chance|pencil|block|mark|give me|hoping to|looking to|planning (?:to|on)|make (?:D|it|me)|get me|how about|thinking of|if possible|wondering|requested|enter|log|note)\\b",
);

/** Speaks about telework and does not ask for a day. */
export const ABOUT = any(
  'とは|って(?:何|なに|どう|いつから|誰|だれ|なぜ)|(?:何|なん|なに)(?:です|でしょう|な)(?:か|の)|手当|規程|規定|規則|ルール|制度|条件|対象(?:者|に|は|外)|(?:デ)?メリット|効果|導入|普及|推進|割合|費用|アンケート|感想|セミナー|講習|意味|違い|課題|いくら|なぜ|どうして|なんで|どう思|好き|嫌い|きらい|便利|疲れ|つかれ|さぼ|サボ|らしい|そうです(?:ね|よ)|かなあ|ですよね|んですよ|んだよ|楽し|つら|辛|うるさ|捗|はかど|寂し|さみし|週(?:に)?(?:何|なん)|(?:した|でし)た[。!]?$|だった|ニュース|流行|増え|減っ',
  "\\bwhat(?:'s| is| are| does)\\b|\\bpolic(?:y|ies)\\b|\\brules?\\b|\\bwhy\\b|\\bopinions?\\b|\\bthink (?:of|about)\\b(?! T)|\\bpros and cons\\b|\\bbenefits?\\b|\\bproductiv\\w+|\\bsurvey\\b|\\barticle\\b|\\bexpenses?\\b|\\bstipend\\b|\\bnews\\b|\\bstud(?:y|ies) (?:on|about|says)|\\b(?:T|telework) (?:is|was|are|has|makes|can be|seems|feels|sucks|rocks)\\b|\\b(?:love|hate|like|enjoy|miss)\\b T|\\byesterday was\\b|\\b(?:is|are|was) T\\b|\\bwas\\b[^.!?\\n]{0,20}$|\\b(?:allowed|eligible|legal|tax)\\b",
);
