# title: E shtuna
# about: Një shoqe klase duhet të fejohet me dikë që nuk e njeh.
# audience: age_12_14, age_15_18
# answers: 1, 2, 3, 5
# minutes: 25
# content_note: Flet për një fejesë të detyruar. Nuk ka skena dhune.
# question: Kur është një fejesë e lirë, dhe kur e detyruar?
# question: Kush përfiton kur për një martesë merren para?
# question: Si mund të kundërshtosh dhe ta duash familjen njëkohësisht?
# note: Martesa e hershme gjendet në shumë familje dhe vende. Mos e lidhni me një komunitet.
# note: Edhe djemtë fejohen me detyrim. Lërini të flasin.
# note: Në klasë mund të jetë dikush në këtë gjendje. Thuajeni ku gjendet ndihma, pa pyetur askënd.

-> fillimi

=== fillimi ===
Dea është pesëmbëdhjetë vjeç dhe ulet pranë teje në klasë. Sot flet me zë të ulët.
«Të shtunën vijnë për fejesë. Unë nuk e njoh.» Prindërit i thonë se është fat i mirë.
* [Pyete çfarë do ajo.] -> deshira
* [Thuaji se prindërit e dinë më mirë.] -> prinderit
* [Pyete kush është ai.] -> ai

=== deshira ===
# discuss: Pse është vështirë të thuash çfarë do?
Dea hesht një copë herë. «Dua ta mbaroj shkollën,» thotë më në fund.
«Por nuk dua t’i turpëroj të mitë.»
* [Thuaji se mund të thotë jo.] -> e_drejta
* [Mendoni kush mund të flasë me prindërit.] -> ura

=== prinderit ===
# discuss: Çfarë do të thotë të marrësh para për dikë?
Dea ul kokën. Të nesërmen nuk vjen në shkollë.
Të shkruan: «Morën para për rrugën time. Tani nuk kthehemi dot.»
* [Shkruaji: paratë nuk e bëjnë askënd pronë.] -> e_drejta
* [Fol me mësuesen kujdestare.] -> mesuesja

=== ai ===
# discuss: Cilat gjëra të shqetësojnë këtu?
Ai është shumë më i madh dhe jeton jashtë. E gjeti një fqinje, që merr para për këtë.
Dea do të niset menjëherë. Letrat «i rregullon ai».
* [Numëroni bashkë çfarë nuk shkon.] -> shenjat
* [Pyete çfarë do ajo.] -> deshira

=== shenjat ===
# discuss: Cila nga këto shenja është më e rëndë për ju?
Bëni një listë. Ajo nuk e njeh. Dikush merr para. Shkolla mbetet përgjysmë. Letrat i mban një tjetër.
«Kjo nuk është dasmë,» thotë Dea ngadalë.
* [Shkoni te mësuesja kujdestare.] -> mesuesja
* [Gjeni një të afërm që dëgjon.] -> ura

=== e_drejta ===
# discuss: Çfarë do t’i thoshe ti Deas?
«Askush nuk ka të drejtë të të martojë me forcë,» i thua.
Dea qan dhe qesh njëkohësisht. «Po sikur të zemërohen?»
* [Kërkoni ndihmë te mësuesja.] -> mesuesja
* [Provoni së pari me tezen e saj.] -> ura

=== ura ===
# discuss: Çfarë e bën tezen një ndihmë të mirë?
Tezja Vjollca e do Dean shumë. Ajo flet me nënën, dhe nëna pranon të presë.
Babai ngurron. «Kam dhënë fjalën,» thotë.
* [Tezja thërret punonjësen për fëmijët.] -> bashkia
* [Dea flet vetë, me tezen pranë.] -> fjala

=== mesuesja ===
# discuss: Pse është mirë që mësuesja thotë çfarë do të bëjë?
Mësuesja Irena mbyll derën dhe dëgjon. «Nuk mund ta mbaj sekret, sepse dua të të mbroj.»
«Por nuk bëj asgjë pas shpinës sate.»
* [Dea pranon që ajo të njoftojë.] -> bashkia
* [Dea thotë se nisja është nesër.] -> ngut

=== bashkia ===
# helps: Punonjësja për mbrojtjen e fëmijëve flet me fëmijën veçmas dhe me familjen.
# helps: Ligji mbron fëmijën edhe kur thuhet se ai ka pranuar.
# helps: Familja mund të marrë këshillë dhe ndihmë. Të gjithë fitojnë kohë.
Punonjësja vjen në shtëpi me respekt. Ajo dëgjon edhe babanë.
Fejesa nuk bëhet. Të hënën Dea ulet përsëri pranë teje.
-> END

=== fjala ===
# helps: Përsërite me qetësi: «Nuk dua tani. Dua shkollën.»
# helps: Një i afërm pranë të jep forcë.
# helps: Nëse fjala nuk mjafton, psikologia dhe bashkia ndihmojnë.
Dea flet e dridhet, por flet. Tezja i mban dorën.
Babai hesht gjatë. «Fjala ime nuk vlen sa ti,» thotë në fund.
-> END

=== ngut ===
# helps: Kur nisja është afër, telefono policinë ose linjën e ndihmës tani.
# helps: Thuaji dikujt ku po shkon dhe me kë.
# helps: Edhe në kufi mund të thuash: «Nuk dua të udhëtoj.»
Irena nuk pret të nesërmen. Ajo telefonon menjëherë dhe rri me Dean.
Atë natë askush nuk niset. Ndihma erdhi në kohë.
-> END
