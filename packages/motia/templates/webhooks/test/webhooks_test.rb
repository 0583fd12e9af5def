# #if ruby
# #if api|jobs
require 'minitest/autorun'
require 'motia/testing'
# #if api
require 'json'
require 'openssl'
require_relative '../motia/steps/receive/receive_github'
# #endif
# #if jobs
require_relative '../motia/steps/handle/book_payment'
# #endif

class WebhooksTest < Minitest::Test
  include Motia::Testing
  # #if api

  # A request as GitHub sends it.
  def request_signed_with(secret)
    body = { repository: { full_name: 'me/shop' }, sender: { login: 'me' } }
    signature = OpenSSL::HMAC.hexdigest('SHA256', secret, JSON.generate(body))
    headers = {
      'x-github-delivery' => '1',
      'x-github-event' => 'push',
      'x-hub-signature-256' => "sha256=#{signature}"
    }
    { body: body, headers: headers }
  end

  def test_takes_what_github_has_signed_once
    first = run_step('receive-github', request_signed_with(GITHUB_SECRET))
    assert_equal 202, first.response.status

    again = run_step('receive-github', request_signed_with(GITHUB_SECRET), state: first.state)
    assert_equal({ id: 'github-1', seen: true }, again.result)
  end

  def test_refuses_what_somebody_else_has_signed
    refused = assert_raises(Motia::HttpError) { run_step('receive-github', request_signed_with('a guess')) }
    assert_equal 401, refused.status
  end
  # #endif
  # #if jobs

  def test_books_what_was_paid
    delivery = {
      id: 'stripe-1',
      sender: 'stripe',
      kind: 'invoice.paid',
      receivedAt: '2026-01-01T00:00:00Z',
      body: { data: { object: { amount_paid: 4200 } } }
    }
    run = run_step('book-payment', delivery, state: { accounts: { 'paid-cents' => 800 } })
    assert_equal({ 'paid-cents' => 5000 }, run.state['accounts'])
  end
  # #endif
end
