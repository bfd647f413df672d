kubectl taint node worker-2 dedicated:NoSchedule-
