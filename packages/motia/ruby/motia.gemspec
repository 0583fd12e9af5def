# frozen_string_literal: true

require_relative 'lib/motia/version'

# For editors and tests: `gem 'motia', path: 'node_modules/motia/ruby'` in the Gemfile of a project. Motia itself puts
# the library on the load path of its workers, and needs no gem.
Gem::Specification.new do |spec|
  spec.name = 'motia'
  spec.version = Motia::VERSION
  spec.authors = ['The Motia authors']
  spec.summary = 'Steps in Ruby: APIs, jobs, workflows and schedules of a Motia project'
  spec.license = 'Apache-2.0'
  spec.required_ruby_version = '>= 3.0'
  spec.files = Dir['lib/**/*.rb', 'exe/*.rb', 'sig/*.rbs', base: __dir__]
  spec.require_paths = ['lib']
  spec.metadata = { 'rubygems_mfa_required' => 'true' }
end
