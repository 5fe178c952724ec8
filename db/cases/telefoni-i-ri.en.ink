# title: The new phone
# about: A friend’s brother gives you a phone, and the debt grows.
# audience: age_15_18
# answers: 1, 2, 3, 4, 5
# minutes: 25
# content_note: Speaks of debt, pressure and illegal errands. There are no scenes of violence.
# question: How did a present become a debt?
# question: Why are boys seldom mentioned when people talk of trafficking?
# question: What makes it hard to ask for help?
# note: Boys are exploited for work, debts and illegal acts. Say it clearly.
# note: Do not lecture about drugs. The subject is force.
# note: What somebody is forced to do is not their fault.

-> beginning

=== beginning ===
Your phone broke, and there is no money at home. Klodi, a friend’s brother, gives you a new one.
“Pay me when you can. We are like brothers.”
* [Take the phone.] -> debt
* [Ask what he wants in return.] -> exchange
* [Say: no, thank you.] -> no

=== debt ===
# discuss: Who decided how large the debt is?
A month goes by. Klodi says that the debt has doubled.
“You can pay it off easily. Take this parcel to a friend.” He does not say what is inside.
* [Take the parcel, only this once.] -> parcel
* [Say that you will pay in parts.] -> pressure

=== exchange ===
# discuss: What hides behind the word “nothing”?
Klodi laughs. “Nothing. Only an errand now and then, when I need you.”
He shows cars and money on his phone. “Abroad you make that in a month.”
* [Walk away and tell your coach.] -> coach
* [Take the phone all the same.] -> debt

=== no ===
# discuss: Why does Klodi come with another offer?
Klodi is not angry. Two weeks later he has another offer: a journey abroad, free of charge.
“You will look after a house. You can pay me back later.”
* [Ask what the journey costs.] -> offer
* [Tell your coach.] -> coach

=== parcel ===
# discuss: How is fear used here?
After the first parcel comes the second. Klodi has a video of you with the parcel.
“Now you are with me,” he says. “If you talk, the police will get you.”
* [Talk to your coach, although you are afraid.] -> coach
* [Agree to go abroad, so that the debt is settled.] -> offer

=== pressure ===
# discuss: What would help you at this moment?
Klodi accepts the parts. Then he wants interest too.
He waits at the school gate every day. Your friends begin to keep away.
* [Tell the whole story at home.] -> home
* [Take the parcel, so that he leaves you alone.] -> parcel

=== offer ===
# discuss: Which signs remind you of a false offer?
The journey costs as much as a car. All of it becomes your debt.
There is no address and no contract. “Tell your parents when you arrive.”
* [Do not leave, and talk to somebody tonight.] -> home
* [Call the helpline.] -> line

=== coach ===
# discuss: What does the coach do well?
Bledi, the coach, listens without shouting. “He put you into debt on purpose,” he says.
“The person who forces you answers for it. You need help.”
* [Go to the police together.] -> police
* [Talk to the family first.] -> home

=== home ===
# discuss: What would you like to hear at home?
Father is upset, then he holds you. “No debt is worth as much as you.”
Together you write down what happened and keep the messages.
* [Call the helpline.] -> line
* [Ask for free legal aid.] -> law

=== line ===
# helps: The helpline listens to boys too. You can ask without giving a name.
# helps: Pay no more and carry nothing else.
# helps: In immediate danger call the police.
The voice on the phone does not judge. “Others have been here before you,” it says.
It tells you who comes today and what happens tomorrow.
-> END

=== police ===
# helps: Say from the start: “They forced me with a debt.”
# helps: If you are under eighteen, ask for an adult beside you while you talk.
# helps: The police can protect your family too.
Bledi stays beside you. The officer asks little and listens to the end.
Klodi no longer waits at the school gate.
-> END

=== law ===
# helps: The law provides that acts done under force are not punished. Ask a lawyer.
# helps: Free legal aid is open to victims and potential victims.
# helps: Such a debt is no debt. Sign nothing.
The lawyer explains in simple words. “You are not accused. You are somebody who was forced.”
You breathe again. The new phone stays on her desk.
-> END
