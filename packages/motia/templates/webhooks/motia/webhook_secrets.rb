# #if ruby
# #if api
# What the senders sign with. For trying it out there is one that everybody knows; in production nothing stands in for
# a secret that is missing, and the checks refuse whatever comes.
fallback = ENV['NODE_ENV'] == 'production' ? nil : 'only-for-trying'

STRIPE_SECRET = ENV.fetch('STRIPE_WEBHOOK_SECRET', fallback)
GITHUB_SECRET = ENV.fetch('GITHUB_WEBHOOK_SECRET', fallback)
