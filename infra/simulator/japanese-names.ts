/** Common Japanese names as `romaji:kanji`, from which the simulated people are put together. No pair is a real person. */
const pairs = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split(':') as [string, string]);

export const familyNames = pairs(`
  sato:佐藤 suzuki:鈴木 takahashi:高橋 tanaka:田中 ito:伊藤 watanabe:渡辺 yamamoto:山本 nakamura:中村 kobayashi:小林 kato:加藤
  yoshida:吉田 yamada:山田 sasaki:佐々木 yamaguchi:山口 saito:斎藤 matsumoto:松本 inoue:井上 kimura:木村 hayashi:林 shimizu:清水
  yamazaki:山崎 mori:森 abe:阿部 ikeda:池田 hashimoto:橋本 yamashita:山下 ishikawa:石川 nakajima:中島 maeda:前田 fujita:藤田
  ogawa:小川 goto:後藤 okada:岡田 hasegawa:長谷川 murakami:村上 kondo:近藤 ishii:石井 sakamoto:坂本 endo:遠藤 aoki:青木
  fujii:藤井 nishimura:西村 fukuda:福田 ota:太田 miura:三浦 fujiwara:藤原 okamoto:岡本 matsuda:松田 nakagawa:中川 nakano:中野
  harada:原田 ono:小野 tamura:田村 takeuchi:竹内 kaneko:金子 wada:和田 nakayama:中山 ishida:石田 ueda:上田 morita:森田
  hara:原 shibata:柴田 sakai:酒井 kudo:工藤 yokoyama:横山 miyazaki:宮崎 miyamoto:宮本 uchida:内田 takagi:高木 ando:安藤
  taniguchi:谷口 ohno:大野 maruyama:丸山 imai:今井 takada:高田 fujimoto:藤本 takeda:武田 murata:村田 ueno:上野 sugiyama:杉山
  masuda:増田 sugawara:菅原 hirano:平野 otsuka:大塚 kojima:小島 chiba:千葉 kubo:久保 matsui:松井 iwasaki:岩崎 sakurai:桜井
  noguchi:野口 kinoshita:木下 matsunaga:松永 kikuchi:菊地 nomura:野村 arai:新井 sano:佐野 sugimoto:杉本 oonishi:大西 hamada:浜田
  ichikawa:市川 furukawa:古川 mizuno:水野 komatsu:小松 shimada:島田 koyama:小山 yoshikawa:吉川 iida:飯田 nagata:永田 honda:本田
  kawaguchi:川口 tsuchiya:土屋 higuchi:樋口 oshima:大島 hirata:平田 kubota:久保田 tsuji:辻 kawakami:川上 hattori:服部 nishida:西田
`);

export const givenNames = pairs(`
  haruto:陽翔 yuto:悠斗 sota:颯太 ren:蓮 takumi:拓海 shota:翔太 daiki:大輝 kenta:健太 tsubasa:翼 ryota:涼太
  kazuki:和樹 naoki:直樹 yusuke:祐介 daisuke:大輔 kenji:健二 takashi:隆 hiroshi:浩 makoto:誠 akira:明 osamu:修
  satoshi:聡 manabu:学 minoru:実 shigeru:茂 susumu:進 tetsuya:哲也 kazuya:和也 tatsuya:達也 hideki:秀樹 masaki:正樹
  hiroki:裕樹 koji:浩二 shinji:真司 yuji:雄二 junichi:純一 koichi:浩一 kenichi:健一 shinichi:真一 yoichi:洋一 eiji:英二
  ryo:亮 jun:淳 go:剛 toru:徹 mitsuru:満 isamu:勇 wataru:渉 tomoya:智也 yuya:裕也 shun:駿
  masato:正人 yukio:幸男 kazuo:和夫 toshio:敏夫 norio:紀夫 hideo:英雄 akio:昭夫 haruo:春夫 nobuo:信夫 yasuo:康夫
  yui:結衣 aoi:葵 hina:陽菜 sakura:桜 mio:澪 rin:凛 misaki:美咲 nanami:七海 haruka:遥 ayaka:彩香
  mai:舞 eri:恵理 yuka:由佳 kana:佳奈 mika:美香 miho:美穂 chika:千佳 saori:沙織 shiori:詩織 kaori:香織
  asami:麻美 naomi:直美 hitomi:瞳 akemi:明美 mayumi:真由美 kumiko:久美子 keiko:恵子 yoko:洋子 junko:順子 noriko:典子
  tomoko:智子 yuko:裕子 reiko:玲子 akiko:明子 hiroko:寛子 kyoko:京子 michiko:美智子 sachiko:幸子 etsuko:悦子 masako:雅子
  chiemi:千恵美 emi:恵美 rie:理恵 mami:真美 manami:愛美 megumi:恵 midori:緑 izumi:泉 chihiro:千尋 kaoru:薫
  nozomi:希 ai:愛 yumi:由美 yukari:由香里 satomi:里美 tamami:珠美 wakana:若菜 momoko:桃子 fumika:文香 hanako:花子
`);
