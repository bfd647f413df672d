kubectl set image deployment/@app@ prepare=busybox:1.36
sleep 60
