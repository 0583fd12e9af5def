# #if ruby|multi
# #if api|jobs
require 'motia'

replies = {
  'happy' => 'You made our day!',
  'calm' => 'It was good to have you here.',
  'sad' => 'We hope that tomorrow is kinder to you.'
}

event id: 'write-reply',
      description: 'Replies to a note as its mood asks for',
      schema: { author: String, text: String, mood: String } do |author:, text:, mood:, ctx:|
  reply = "Dear #{author}, thank you for your note. #{replies[mood]}"
  ctx.state.set('replies', ctx.run_id, { author: author, text: text, mood: mood, reply: reply })

  puts "💌 #{reply}"
  { reply: reply }
end
