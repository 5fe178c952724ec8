# title: Puna e verës
# about: Një i njohur ofron punë jashtë, me pagë të lartë dhe nisje të shpejtë.
# audience: age_15_18, adults
# answers: 2, 3, 4, 5
# minutes: 25
# content_note: Flet për mashtrim dhe për punë nën presion. Nuk ka skena dhune.
# question: Cilat shenja e bënin ofertën të dyshimtë?
# question: Pse është vështirë t’i thuash jo një njeriu që njeh?
# question: Ku mund ta kontrollosh një ofertë pune para se të nisesh?
# note: Mos pyesni nëse dikujt i ka ndodhur. Rasti është i përbërë dhe nuk flet për askënd.
# note: Theksoni se puna jashtë nuk është e gabuar. E gabuar është të mashtrosh dikë.
# note: Kush është mashtruar nuk ka faj. Ndihma vlen edhe kur dyshimi është i vogël.
# note: Numrat i gjeni te faqja e ndihmës. Tregoni vetëm ata që janë provuar këtë muaj.

-> fillimi

=== fillimi ===
Je nëntëmbëdhjetë vjeç dhe kërkon punë. Genti, një kushëri i largët, të shkruan.
«Njoh një hotel jashtë. Paga është sa trefishi i këtushmes. Nisja është të shtunën.»
* [Pyet për kontratën dhe adresën.] -> pyetjet
* [Thuaj menjëherë po.] -> po
* [Fol me dikë në shtëpi.] -> shtepia

=== pyetjet ===
# discuss: Çfarë duhet të dish para se të pranosh një punë?
Genti përgjigjet shkurt. «Kontratën e firmosim atje. Mos pyet kaq shumë, se vendi ikën.»
Emrin e hotelit nuk e thotë.
* [Kontrolloje ofertën te zyra e punësimit.] -> kontrolli
* [Prano, që të mos e humbësh vendin.] -> po

=== po ===
# discuss: Pse po nguten që të nisesh?
Genti gëzohet. «Rrugën e paguaj unë. Ma kthen nga rroga e parë.»
«Pasaportën ma jep mua, që të bëj letrat. Dhe mos u thuaj të tjerëve.»
* [Mbaje pasaportën dhe kërko kohë.] -> koha
* [Jepja pasaportën dhe nisu.] -> mberritja

=== shtepia ===
# discuss: Me kë do të flisje ti për një ofertë të tillë?
Tezja dëgjon me vëmendje. «Gentin e njohim. Por kush është pronari i hotelit?»
Bashkë i shkruani Gentit tri pyetje.
* [Prit përgjigjen e tij.] -> pyetjet
* [Shkoni bashkë te zyra e punësimit.] -> kontrolli

=== kontrolli ===
# discuss: Çfarë e bën një ofertë të besueshme?
Në zyrë, Mira kërkon emrin e firmës. Ajo nuk gjendet askund.
«Një punë e ndershme ka kontratë para nisjes,» thotë ajo. «Dhe pasaporta mbetet te ti.»
* [Refuzoje ofertën.] -> refuzimi
* [Trego edhe për rrugën e paguar dhe sekretin.] -> tregimi

=== koha ===
# discuss: Çfarë mund të thuash kur dikush nuk të jep kohë?
Genti zemërohet. «Pas gjithë asaj që bëra për ty!»
Pas një ore shkruan përsëri, me fjalë të ëmbla. Kërkon një fotografi të gjithë trupit, «për uniformën».
* [Ruaj mesazhet dhe kontrolloje ofertën.] -> kontrolli
* [Nisu, që të mos e lëndosh.] -> mberritja

=== mberritja ===
# discuss: Çfarë ka ndryshuar nga premtimi?
Hoteli nuk ekziston. Puna është në një magazinë, nga mëngjesi në mbrëmje.
Pasaportën e mban pronari. «Së pari shlyej rrugën,» thotë ai.
* [Gjej një mënyrë për të telefonuar.] -> telefoni
* [Fol me Linën, që punon aty prej kohësh.] -> lina

=== lina ===
# discuss: Pse mendojnë njerëzit se nuk mund të ikin?
Lina flet me zë të ulët. «Edhe mua më thanë se kam borxh. Borxhi rritet çdo javë.»
Ajo i beson shoferit që sjell bukën. Ai ka thënë: «Më thoni, nëse ju duhet ndihmë.»
* [Kërkoni bashkë ndihmën e policisë atje.] -> dalja
* [Telefono dikë në shtëpi.] -> telefoni

=== telefoni ===
# discuss: Çfarë i ndihmon të tjerët të të gjejnë?
Tezja përgjigjet menjëherë. «Mirë bëre që telefonove. Nuk ke faj.»
Ajo pyet ku je dhe çfarë sheh përreth. Pastaj kërkon ndihmë.
* [Prano ndihmën dhe trego çfarë ndodhi.] -> dalja
* [Pyet së pari çfarë të drejtash ke.] -> te_drejtat

=== refuzimi ===
# helps: Zyra e punësimit të ndihmon ta kontrollosh një ofertë, pa pagesë.
# helps: Kontratën e lexon para nisjes. Pasaporta mbetet te ti.
# helps: Nëse dyshon, pyet. Nuk duhen prova për të telefonuar.
I shkruan Gentit: «Jo, faleminderit.» Mira të tregon një kurs dhe një punë me kontratë.
Paga është më e vogël. Por zgjedhja është e jotja.
-> END

=== tregimi ===
# helps: Trego për ofertën te policia ose te linja e ndihmës. Kështu mbrohen edhe të tjerë.
# helps: Ruaj mesazhet. Mos iu përgjigj më.
# helps: Ndihma vlen edhe kur nuk je nisur ende.
Mira të dëgjon deri në fund. Bashkë lajmëroni ata që e hetojnë.
Pas pak ditësh mëson se Genti u kishte shkruar edhe të tjerëve.
-> END

=== dalja ===
# helps: Policia në çdo vend ka detyrë të ndihmojë. Edhe ambasada ndihmon.
# helps: Linja e ndihmës të thotë hapin tjetër.
# helps: Ajo që të detyruan të bësh nuk është faji yt.
Njerëz të përgatitur vijnë dhe ju dëgjojnë veçmas. Ti merr letrat e tua.
Lina vjen me ty. Rruga për në shtëpi fillon sot.
-> END

=== te_drejtat ===
# helps: Ligji parashikon ndihmë edhe për viktimën e mundshme.
# helps: Mund të kërkosh ndihmë juridike falas dhe një vend të sigurt.
# helps: Vendos ti, hap pas hapi. Askush nuk të detyron të dëshmosh menjëherë.
Një zë i qetë në telefon të përgjigjet. «Nuk është nevoja të jesh gati për gjithçka sot.»
Ti pyet, ajo përgjigjet. Pastaj bëni bashkë një plan.
-> END
