kubectl label node worker-2 disk=@label@
