// Broken on purpose.
package main

var broken = motia.Event("broken", nil, func(
