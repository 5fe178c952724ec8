# title: Dhurata
# about: Një shoqe ka një të dashur që i jep shumë dhe kërkon gjithnjë e më shumë.
# audience: age_15_18
# answers: 1, 2, 3, 4
# minutes: 30
# content_note: Flet për kontroll dhe presion në një lidhje. Nuk ka skena dhune.
# question: Kur kthehet kujdesi në kontroll?
# question: Çfarë fjalësh e ndihmojnë një shoqe të flasë?
# question: Kush në shkollën tonë mund të dëgjojë?
# note: Djemtë dhe vajzat mund të jenë në të dyja anët. Mos i ndani në grupe.
# note: Shoqja nuk ka faj. Ai që bën presion zgjedh ta bëjë.
# note: Mos kërkoni shembuj nga jeta e nxënësve. Nëse dikush flet, ndiqni hapat më poshtë.

-> fillimi

=== fillimi ===
Ana, shoqja jote e ngushtë, ka një të dashur. Ai quhet Eri dhe është më i madh se ju.
I ka blerë një telefon të ri dhe e pret çdo ditë para shkollës. «Askush nuk më ka dashur kështu,» thotë ajo.
* [Gëzohu për të dhe pyete si u njohën.] -> njohja
* [Thuaji se dhuratat të shqetësojnë.] -> shqetesimi
* [Mos thuaj asgjë dhe prit.] -> largimi

=== njohja ===
# discuss: Çfarë di Ana për Erin, dhe çfarë di Eri për Anën?
Ata u njohën te një shoqe e përbashkët. Eri di gjithçka për Anën: ëndrrat, grindjet, paratë që mungojnë.
«Kur të mbarosh shkollën, ikim bashkë jashtë,» i thotë. Për punën e tij flet pak.
* [Pyete çfarë di ajo për të.] -> pyetja
* [Propozo të dilni të tre bashkë.] -> takimi

=== shqetesimi ===
# discuss: Si mund ta thuash një shqetësim pa gjykuar?
Ana mbyllet. «Ti nuk e do lumturinë time.»
Të nesërmen vjen e heshtur. Eri i ka kërkuar fjalëkalimin e telefonit.
* [Thuaji se je pranë saj, çfarëdo që të zgjedhë.] -> pyetja
* [Kërko këshillë te psikologia e shkollës.] -> psikologia

=== largimi ===
# discuss: Çfarë shenjash sheh tani?
Kalojnë javë. Ana nuk del më me ju. Eri zgjedh rrobat dhe shoqërinë e saj.
Një mbrëmje ajo shkruan: «Mos më telefono. Ai zemërohet.»
* [Shkruaji: jam këtu, në çdo orë.] -> pyetja
* [Tregoja një të rrituri të besuar.] -> psikologia

=== pyetja ===
# discuss: Çfarë do të thotë «nëse më do, bëje»?
Ana mendohet gjatë. Nuk di ku banon Eri. Nuk njeh askënd nga të tijtë.
«Nëse më do, bëje për mua,» i thotë ai shpesh. Tani ka një borxh dhe i kërkon ndihmë.
* [Pyete çfarë ndihme kërkon ai.] -> kerkesa
* [Shkoni bashkë te psikologia e shkollës.] -> psikologia

=== takimi ===
# discuss: Çfarë pe, që Ana ndoshta nuk e sheh?
Eri është i sjellshëm. Por përgjigjet ai në vend të Anës.
Kur i bie telefoni asaj, e merr ai. «Nuk kemi sekrete,» thotë duke qeshur.
* [Tregoji Anës veçmas çfarë pe.] -> pyetja
* [Mendo se po gabohesh dhe hesht.] -> kerkesa

=== kerkesa ===
# discuss: Pse është kjo shfrytëzim, edhe kur ai flet për dashuri?
Ana qan. Eri do që ajo të dalë me një mikun e tij, «vetëm një herë», për borxhin.
Ai ka fotografi të saj. «Nëse nuk pranon, i sheh i gjithë qyteti.»
* [Thuaji: nuk ke faj dhe nuk je vetëm.] -> pa_faj
* [Premtoji se nuk do t’i thuash askujt.] -> heshtja

=== heshtja ===
# discuss: Cilin sekret nuk duhet ta mbash vetëm?
Ti hesht, që ta mbrosh. Eri bën edhe më shumë presion.
Ana mungon dy ditë në shkollë. Të shkruan vetëm: «Kam frikë.»
* [Lajmëro tani një të rritur të besuar.] -> psikologia
* [Telefono ti linjën e ndihmës.] -> linja

=== pa_faj ===
# discuss: Pse ndihmojnë këto fjalë?
Ana merr frymë. «Mendova se do të më gjykoje.»
Bashkë ruani mesazhet. Kërcënimeve nuk u përgjigjeni.
* [Telefononi bashkë linjën e ndihmës.] -> linja
* [Shkoni te psikologia e shkollës.] -> psikologia

=== psikologia ===
# discuss: Pse nuk premton ajo sekret?
Teuta, psikologia, dëgjon. Nuk gjykon dhe nuk bën shumë pyetje.
«Nuk mund ta mbaj sekret, sepse dua ta mbroj,» thotë. «Por çdo hap do t’jua them.»
* [Ana e pranon ndihmën sot.] -> mbrojtja
* [Ana do kohë dhe ti i rri pranë.] -> prane

=== linja ===
# helps: Linja e ndihmës dëgjon edhe një shok a shoqe. Emri nuk të duhet.
# helps: Ruani mesazhet dhe fotografitë e kërcënimeve. Mos paguani.
# helps: Në rrezik të menjëhershëm telefononi policinë.
Një zë i qetë pyet nëse jeni tani në vend të sigurt. Pastaj ju thotë hapat e parë.
Ana flet gjysmë ore. «Për herë të parë po fle,» të shkruan më vonë.
-> END

=== mbrojtja ===
# helps: Punonjësja për mbrojtjen e fëmijëve i bashkon ata që duhet të ndihmojnë.
# helps: Kërcënimi me fotografi është vepër penale. Përgjigjet ai që kërcënon.
# helps: Ana vendos me kë flet. Askush nuk e detyron të takojë Erin.
Teuta njofton njerëzit e duhur. Mamaja e Anës vjen dhe e përqafon.
Rruga është e gjatë. Por Ana nuk ecën më vetëm.
-> END

=== prane ===
# helps: Mos e ndërprit miqësinë. Kontrolli bëhet më i fortë kur dikush mbetet vetëm.
# helps: Bini dakord për një fjalë që do të thotë: eja tani.
# helps: Teuta mbetet e gatshme. Ndihma nuk mbaron me një «jo sot».
Ana thotë: «Jo sot.» Teuta i jep kohë dhe mendon për sigurinë e saj.
Tri ditë më vonë, Ana troket vetë në derë.
-> END
