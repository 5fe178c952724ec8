# title: The summer job
# about: Somebody you know offers work abroad, with high pay and a quick departure.
# audience: age_15_18, adults
# answers: 2, 3, 4, 5
# minutes: 25
# content_note: Speaks of deceit and of work under pressure. There are no scenes of violence.
# question: Which signs made the offer doubtful?
# question: Why is it hard to say no to somebody you know?
# question: Where can you check a job offer before you leave?
# note: Do not ask whether it happened to anybody. The case is composite and not about any real person.
# note: Stress that work abroad is not wrong. To deceive somebody is wrong.
# note: People who were deceived are not to blame. Help counts even when the suspicion is small.
# note: The numbers are on the help page. Show only those that were tested this month.

-> beginning

=== beginning ===
You are nineteen and looking for work. Genti, a distant cousin, writes to you.
“I know a hotel abroad. The pay is three times what they pay here. We leave on Saturday.”
* [Ask about the contract and the address.] -> questions
* [Say yes at once.] -> yes
* [Talk to somebody at home.] -> home

=== questions ===
# discuss: What should you know before you accept a job?
Genti answers briefly. “We sign the contract there. Do not ask so many questions, or the job will be gone.”
He does not say the name of the hotel.
* [Check the offer at the employment office.] -> checking
* [Accept, so as not to lose the job.] -> yes

=== yes ===
# discuss: Why are they hurrying you to leave?
Genti is glad. “I will pay for the journey. You can pay me back from your first wage.”
“Give me your passport, so I can arrange the papers. And do not tell the others.”
* [Keep the passport and ask for time.] -> time
* [Hand over the passport and leave.] -> arrival

=== home ===
# discuss: With whom would you talk about such an offer?
Your aunt listens closely. “We know Genti. But who owns the hotel?”
Together you send Genti three questions.
* [Wait for his answer.] -> questions
* [Go to the employment office together.] -> checking

=== checking ===
# discuss: What makes an offer one that you can trust?
At the office, Mira looks for the name of the firm. It is nowhere to be found.
“Honest work has a contract before you leave,” she says. “And your passport stays with you.”
* [Turn the offer down.] -> refusal
* [Tell her about the paid journey and the secret too.] -> telling

=== time ===
# discuss: What can you say when somebody gives you no time?
Genti gets angry. “After all I did for you!”
An hour later he writes again, with sweet words. He wants a full-length photo, “for the uniform”.
* [Keep the messages and check the offer.] -> checking
* [Leave, so as not to hurt him.] -> arrival

=== arrival ===
# discuss: What has changed from the promise?
There is no hotel. The work is in a warehouse, from morning to evening.
The owner keeps your passport. “First you pay for the journey,” he says.
* [Find a way to make a call.] -> call
* [Talk to Lina, who has worked there for a long time.] -> lina

=== lina ===
# discuss: Why do people think that they cannot leave?
Lina speaks in a low voice. “They told me too that I owe them. The debt grows every week.”
She trusts the driver who brings the bread. He has said: “Tell me if you need help.”
* [Ask the police there for help, together.] -> out
* [Call somebody at home.] -> call

=== call ===
# discuss: What helps others to find you?
Your aunt answers at once. “It is good that you called. You are not to blame.”
She asks where you are and what you see around you. Then she asks for help.
* [Accept the help and tell what happened.] -> out
* [Ask first what rights you have.] -> rights

=== refusal ===
# helps: The employment office helps you to check an offer, free of charge.
# helps: You read the contract before you leave. The passport stays with you.
# helps: If in doubt, ask. You need no proof to make a call.
You write to Genti: “No, thank you.” Mira shows you a course and a job with a contract.
The pay is lower. But the choice is yours.
-> END

=== telling ===
# helps: Tell the police or the helpline about the offer. That protects others too.
# helps: Keep the messages. Do not answer any more.
# helps: Help counts even if you have not left yet.
Mira listens to the end. Together you tell the people who investigate such cases.
A few days later you learn that Genti had written to others too.
-> END

=== out ===
# helps: The police of every country have a duty to help. The embassy helps too.
# helps: The helpline tells you the next step.
# helps: What they forced you to do is not your fault.
Trained people come and listen to each of you separately. You get your papers back.
Lina comes with you. The way home begins today.
-> END

=== rights ===
# helps: The law provides help for a potential victim too.
# helps: You can ask for free legal aid and for a safe place.
# helps: You decide, step by step. Nobody makes you testify at once.
A calm voice on the phone answers you. “You need not be ready for everything today.”
You ask, she answers. Then you make a plan together.
-> END
