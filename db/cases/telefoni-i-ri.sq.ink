# title: Telefoni i ri
# about: Vëllai i një shoku jep një telefon, dhe borxhi rritet.
# audience: age_15_18
# answers: 1, 2, 3, 4, 5
# minutes: 25
# content_note: Flet për borxh, presion dhe porosi të paligjshme. Nuk ka skena dhune.
# question: Si u bë një dhuratë borxh?
# question: Pse flitet rrallë për djemtë kur flitet për trafikimin?
# question: Çfarë e bën të vështirë të kërkosh ndihmë?
# note: Djemtë shfrytëzohen për punë, borxhe dhe vepra të paligjshme. Thuajeni qartë.
# note: Mos jepni leksion për drogën. Tema është detyrimi.
# note: Ajo që dikush detyrohet të bëjë nuk është faji i tij.

-> fillimi

=== fillimi ===
Telefoni yt u prish, dhe në shtëpi nuk ka para. Klodi, vëllai i një shoku, të jep një të ri.
«Më paguan kur të mundesh. Jemi si vëllezër.»
* [Merre telefonin.] -> borxhi
* [Pyete çfarë kërkon në këmbim.] -> kembimi
* [Thuaj: jo, faleminderit.] -> jo

=== borxhi ===
# discuss: Kush e vendosi sa është borxhi?
Kalon një muaj. Klodi thotë se borxhi është dyfishuar.
«Ma shlyen lehtë. Çoje këtë pako te një mik.» Nuk thotë çfarë ka brenda.
* [Çoje pakon, vetëm këtë herë.] -> pakoja
* [Thuaji se do të paguash me këste.] -> presioni

=== kembimi ===
# discuss: Çfarë fshihet pas fjalës «asgjë»?
Klodi qesh. «Asgjë. Vetëm ndonjë porosi, kur të më duhesh.»
Ai tregon në telefon makina dhe para. «Jashtë i bën për një muaj.»
* [Largohu dhe tregoja trajnerit.] -> trajneri
* [Merre telefonin gjithsesi.] -> borxhi

=== jo ===
# discuss: Pse vjen Klodi me një ofertë tjetër?
Klodi nuk zemërohet. Pas dy javësh vjen me një ofertë tjetër: rruga për jashtë, pa para.
«Do të kujdesesh për një shtëpi. Ma kthen pastaj.»
* [Pyete sa kushton rruga.] -> oferta
* [Tregoja trajnerit.] -> trajneri

=== pakoja ===
# discuss: Si përdoret frika këtu?
Pas pakos së parë vjen e dyta. Klodi ka një video ku ti mban pakon.
«Tani je me mua,» thotë. «Nëse flet, të kap policia.»
* [Fol me trajnerin, edhe pse ke frikë.] -> trajneri
* [Prano të ikësh jashtë, që të mbyllet borxhi.] -> oferta

=== presioni ===
# discuss: Çfarë do të të ndihmonte në këtë çast?
Klodi pranon këstet. Pastaj kërkon edhe kamatë.
Të pret çdo ditë te dera e shkollës. Shokët fillojnë të largohen.
* [Tregoje në shtëpi gjithë historinë.] -> shtepia
* [Çoje pakon, që të të lërë rehat.] -> pakoja

=== oferta ===
# discuss: Cilat shenja të kujtojnë një ofertë të rreme?
Rruga kushton sa një makinë. E gjithë shuma bëhet borxhi yt.
Nuk ka adresë dhe nuk ka kontratë. «Prindërve thuaju kur të mbërrish.»
* [Mos u nis dhe fol me dikë sonte.] -> shtepia
* [Telefono linjën e ndihmës.] -> linja

=== trajneri ===
# discuss: Çfarë bën mirë trajneri?
Trajneri Bledi dëgjon pa bërtitur. «Të ka futur në borxh me qëllim,» thotë.
«Përgjigjet ai që të detyron. Ty të duhet ndihmë.»
* [Shkoni bashkë në polici.] -> policia
* [Flisni së pari me familjen.] -> shtepia

=== shtepia ===
# discuss: Çfarë do të doje të dëgjoje në shtëpi?
Babai mërzitet, pastaj të përqafon. «Asnjë borxh nuk vlen sa ti.»
Bashkë shkruani çfarë ndodhi dhe ruani mesazhet.
* [Telefononi linjën e ndihmës.] -> linja
* [Kërkoni ndihmë juridike falas.] -> ligji

=== linja ===
# helps: Linja e ndihmës dëgjon edhe djemtë. Mund të pyesësh pa dhënë emrin.
# helps: Mos paguaj më dhe mos ço asgjë tjetër.
# helps: Në rrezik të menjëhershëm telefono policinë.
Zëri në telefon nuk gjykon. «Të tjerë kanë qenë këtu para teje,» thotë.
Ajo të tregon kush vjen sot dhe çfarë ndodh nesër.
-> END

=== policia ===
# helps: Thuaj qysh në fillim: «Më detyruan me borxh.»
# helps: Nëse je nën tetëmbëdhjetë vjeç, kërko një të rritur pranë gjatë bisedës.
# helps: Policia mund ta mbrojë edhe familjen.
Bledi rri pranë teje. Polici pyet shkurt dhe të dëgjon deri në fund.
Klodi nuk të pret më te dera e shkollës.
-> END

=== ligji ===
# helps: Ligji parashikon mosndëshkimin për vepra të kryera nga detyrimi. Pyet një jurist.
# helps: Ndihma juridike falas është e hapur për viktimat dhe viktimat e mundshme.
# helps: Një borxh i tillë nuk është borxh. Mos nënshkruaj asgjë.
Juristja shpjegon me fjalë të thjeshta. «Nuk je i akuzuar. Je dikush që u detyrua.»
Ti merr frymë. Telefonin e ri e lini në tryezën e saj.
-> END
