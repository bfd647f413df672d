kubectl set image deployment/@app@ prepare=busybox server=nginx
sleep 60
