module example/worker

go 1.23
