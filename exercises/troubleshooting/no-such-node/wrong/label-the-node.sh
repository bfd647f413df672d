kubectl label node worker-2 disk=fast --overwrite
sleep 20
